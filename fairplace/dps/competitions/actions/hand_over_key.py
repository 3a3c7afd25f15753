"""An opener who leaves hands their part to a successor; their own copy of the key is destroyed (C2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.opening_passphrase import (
    WrongPassphrase,
    check_tries,
    competition_key,
    lock_of,
    record_wrong,
)
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import Competition, Opener, OpeningKey
from fairplace.dps.competitions.permissions import check_may_keep_opening_key, person_of
from fairplace.dps.competitions.queries.opening_parts import (
    possible_successors,
    turned_by,
    waiting_parts,
)
from fairplace.dps.organisations.queries.people import PersonRow
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys, hand_on
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.queue import queue_message

NOBODY = "Choose somebody who may take over your part."


def hand_over_key(*, actor: Actor, passphrase: str, successor_id: UUID, at: datetime) -> int:
    """Returns how many competitions stay with the actor, because this passphrase does not unlock them.

    All that it unlocks goes to one person, who neither marks nor opens any of them: see possible_successors. Where the
    actor has turned their key already, their part is done and stays.
    """
    try:
        return _hand_over(actor, passphrase, successor_id, at)
    except WrongPassphrase:
        record_wrong(actor, "hand_over")
        raise


@transaction.atomic
def _hand_over(actor: Actor, passphrase: str, successor_id: UUID, at: datetime) -> int:
    check_may_keep_opening_key(actor)
    me = person_of(actor)
    # First the keys, as a publication does: none is named in a competition that this would not see.
    keys = {
        key.person_id: key
        for key in OpeningKey.objects.select_for_update().filter(person_id__in=[me, successor_id]).order_by("id")
    }
    ids = [one.competition_id for one in waiting_parts(me)]
    list(Competition.objects.select_for_update().filter(id__in=ids).order_by("id").values_list("id"))
    check_tries(actor, at, "passphrase")
    done = turned_by(me)
    parts = [one for one in waiting_parts(me) if one.competition_id not in done]
    if not parts:
        raise Refused("No bids wait for your key, so there is nothing to hand over.")
    successor = next((one for one in possible_successors(actor) if one.id == successor_id), None)
    theirs = keys.get(successor_id)
    if successor is None or theirs is None:
        raise Refused(NOBODY, "successor_id")
    unlocked = _unlocked({lock_of(one) for one in parts}, passphrase)
    if not unlocked:
        raise WrongPassphrase("That is not your opening passphrase. Check it and try again.", "passphrase")
    handed = [one for one in parts if lock_of(one) in unlocked]
    for part in handed:
        private = competition_key(part, unlocked[lock_of(part)])
        part.person_id = successor_id
        part.sealed_private_key = hand_on(private, bytes(theirs.public_key))
        part.holder_public_key = theirs.public_key
        part.holder_sealed_key = theirs.sealed_private_key
        part.handed_over_by_id = me
        part.handed_over_at = at
        part.lost_at = None
        part.save()
    OpeningKey.objects.filter(person_id=me).delete()
    _record(actor, successor, handed)
    _tell(actor, successor, handed)
    return len(parts) - len(handed)


def _unlocked(locks: set[OpenerKeys], passphrase: str) -> dict[OpenerKeys, bytes]:
    found = {}
    for one in locks:
        try:
            found[one] = one.unlock(passphrase)
        except Refused:
            continue
    return found


def _record(actor: Actor, successor: PersonRow, handed: Sequence[Opener]) -> None:
    """With each competition, and on both sides."""
    me = person_of(actor)
    for part in handed:
        audit.record(
            actor=actor,
            kind=events.OPENER_REPLACED,
            subject=part,
            about=part.competition.referral_id,
            place=part.place,
            from_person=me,
            to_person=successor.id,
        )
    for kind, whose in ((events.OPENING_KEY_HANDED_OVER, me), (events.OPENING_KEY_TAKEN_OVER, successor.id)):
        audit.record(
            actor=actor,
            kind=kind,
            subject=audit.Subject("organisations.person", whose),
            from_person=me,
            to_person=successor.id,
            competitions=[part.competition_id for part in handed],
        )


def _tell(actor: Actor, successor: PersonRow, handed: Sequence[Opener]) -> None:
    references = sorted(part.competition.referral.reference for part in handed)
    key = f"opener-replaced:{handed[0].id}:{successor.id}"
    queue_message(
        key=f"{key}:successor",
        to=successor.email,
        subject=f"You open bids in place of {actor.name}",
        body=f"Hello {successor.name},\n\n{actor.name} has handed over to you the opening of the bids for"
        f" {', '.join(references)}. Your own opening passphrase opens them. Declare your interests in each of them"
        " before the closing time.\n\nFairplace",
    )
    for council_id in {part.competition.council_id for part in handed}:
        of_it = sorted(p.competition.referral.reference for p in handed if p.competition.council_id == council_id)
        tell_officers(
            council_id,
            key=f"{key}:officers",
            subject=f"An opener has changed: {successor.name} for {actor.name}",
            body=f"{actor.name} has handed over to {successor.name} the opening of the bids for {', '.join(of_it)}."
            " Any two of the three openers open them, as before.",
        )
