"""An opener makes their key pair, under a passphrase that nobody else has (C2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.keep_openers import record_short, short_of_openers
from fairplace.dps.competitions.actions.opening_passphrase import lock_of
from fairplace.dps.competitions.models import Opener, OpeningKey
from fairplace.dps.competitions.permissions import check_may_keep_opening_key, person_of
from fairplace.dps.competitions.queries.opening_parts import turned_by, waiting_parts
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys
from fairplace.foundations.kernel.refused import Refused

FORGOTTEN = "The opener has made a new key because the passphrase is forgotten."


@transaction.atomic
def make_opening_key(*, actor: Actor, passphrase: str, again: str, at: datetime) -> int:
    """Make the key pair, or a new one because the passphrase is forgotten. Returns for how many competitions the old
    one is still needed: they are marked as lost to this opener, and where fewer than two are left it is recorded and
    told. Refused when the passphrase is under 12 characters or the two differ.
    """
    check_may_keep_opening_key(actor)
    keys = OpenerKeys.generate(passphrase)
    if passphrase != again:
        raise Refused("The two passphrases are not the same: type it again.", "again")
    before = OpeningKey.objects.select_for_update().filter(person_id=person_of(actor)).first()
    lost = _lost(actor, before) if before else []
    could = {one.competition_id for one in lost} - {
        one.id for one in short_of_openers([part.competition_id for part in lost])
    }
    key, first = OpeningKey.objects.update_or_create(
        person_id=person_of(actor),
        defaults={"public_key": keys.public, "sealed_private_key": keys.sealed_private, "made_at": at},
    )
    audit.record(
        actor=actor,
        kind=events.OPENING_KEY_MADE,
        subject=key,
        about=person_of(actor),
        public_key=keys.public.hex(),
        replaced=not first,
        lost=[one.competition_id for one in lost],
    )
    Opener.objects.filter(id__in=[one.id for one in lost]).update(lost_at=at)
    record_short(short_of_openers(could), actor=actor, because=FORGOTTEN)
    return len(lost)


def _lost(actor: Actor, key: OpeningKey) -> list[Opener]:
    """The parts that only the key before opens, and whose turn is still to come."""
    done = turned_by(person_of(actor))
    waiting = waiting_parts(person_of(actor))
    return [one for one in waiting if one.competition_id not in done and lock_of(one).public == bytes(key.public_key)]
