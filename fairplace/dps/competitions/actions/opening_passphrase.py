"""Opening passphrases: what one unlocks, and how often it may be typed wrong (C2; attacks, 2.2 g)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Opener
from fairplace.dps.competitions.permissions import person_of
from fairplace.dps.organisations.queries.people import people_by_id
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys, take_on
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.queue import queue_message

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 20))"


class WrongPassphrase(Refused):
    """The passphrase unlocks nothing. Whoever catches it records the try, outside what the refusal undoes."""


def check_tries(actor: Actor, at: datetime, field: str) -> None:
    """Before a passphrase is tried. Refused after five wrong ones in a quarter of an hour, whatever the sixth is."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [str(person_of(actor))])
    wrong = _wrong_since(actor, at - WITHIN)
    if len(wrong) >= MOST_WRONG:
        minutes = -((at - WITHIN - wrong[-MOST_WRONG]) // timedelta(minutes=1))
        raise Refused(
            f"A wrong opening passphrase was typed {MOST_WRONG} times. Try again in"
            f" {minutes} {'minute' if minutes == 1 else 'minutes'}.",
            field,
        )


def record_wrong(actor: Actor, where: str) -> None:
    """One wrong try. where: open, change or hand_over. At the fifth the opener is told: it may be somebody else."""
    with transaction.atomic():
        event = audit.record(
            actor=actor,
            kind=events.OPENING_PASSPHRASE_WRONG,
            subject=audit.Subject("organisations.person", person_of(actor)),
            where=where,
        )
        rows = [row for row in audit.timeline(about=person_of(actor)) if row.kind == events.OPENING_PASSPHRASE_WRONG]
        recent = [row for row in rows if row.at > rows[-1].at - WITHIN]
        person = people_by_id([person_of(actor)]).get(person_of(actor))
        if len(recent) >= MOST_WRONG and person is not None:
            queue_message(
                key=f"passphrase-wrong:{event}",
                to=person.email,
                subject="A wrong opening passphrase was typed five times",
                body=f"Hello {person.name},\n\nSomebody signed in as you typed a wrong opening passphrase {MOST_WRONG}"
                " times. Nothing was opened. If it was not you, change your password and tell whoever administers your"
                " people.\n\nFairplace",
            )


def lock_of(opener: Opener) -> OpenerKeys:
    """The key pair that the passphrase of who has the part now unlocks."""
    if opener.holder_public_key is not None and opener.holder_sealed_key is not None:
        return OpenerKeys(bytes(opener.holder_public_key), bytes(opener.holder_sealed_key))
    return OpenerKeys(bytes(opener.public_key), bytes(opener.sealed_private_key))


def competition_key(opener: Opener, unlocked: bytes) -> bytes:
    """The private key that the slots are sealed to, from what lock_of unlocked to."""
    if opener.holder_public_key is None:
        return unlocked
    return take_on(bytes(opener.sealed_private_key), unlocked, bytes(opener.public_key))


def _wrong_since(actor: Actor, since: datetime) -> list[datetime]:
    rows = audit.timeline(about=person_of(actor))
    return [row.at for row in rows if row.kind == events.OPENING_PASSPHRASE_WRONG and row.at > since]
