"""An opener changes their passphrase: the key stays, so no competition is lost by it (C2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.opening_passphrase import (
    WrongPassphrase,
    check_tries,
    lock_of,
    record_wrong,
)
from fairplace.dps.competitions.models import Opener, OpeningKey
from fairplace.dps.competitions.permissions import check_may_keep_opening_key, person_of
from fairplace.dps.competitions.queries.opening_parts import waiting_parts
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys
from fairplace.foundations.kernel.refused import Refused


def change_passphrase(*, actor: Actor, passphrase: str, new: str, again: str, at: datetime) -> int:
    """Returns how many competitions stay under an earlier passphrase, because this one does not unlock them.

    Refused when it unlocks nothing, when the new one is under 12 characters, or the two differ.
    """
    try:
        return _change(actor, passphrase, new, again, at)
    except WrongPassphrase:
        record_wrong(actor, "change")
        raise


@transaction.atomic
def _change(actor: Actor, passphrase: str, new: str, again: str, at: datetime) -> int:
    check_may_keep_opening_key(actor)
    if new != again:
        raise Refused("The two passphrases are not the same: type it again.", "again")
    check_tries(actor, at, "passphrase")
    key = OpeningKey.objects.select_for_update().filter(person_id=person_of(actor)).first()
    parts = waiting_parts(person_of(actor))
    kept = {lock_of(part) for part in parts} | ({_pair(key)} if key else set())
    renewed = _renewed(kept, passphrase, new)
    if not renewed:
        raise WrongPassphrase("That is not your opening passphrase. Check it and try again.", "passphrase")
    if key is not None and _pair(key) in renewed:
        key.sealed_private_key = renewed[_pair(key)].sealed_private
        key.save(update_fields=["sealed_private_key"])
    left = 0
    for part in parts:
        found = renewed.get(lock_of(part))
        if found is None:
            left += 1
        else:
            column = "sealed_private_key" if part.holder_public_key is None else "holder_sealed_key"
            Opener.objects.filter(id=part.id).update(**{column: found.sealed_private, "lost_at": None})
    audit.record(
        actor=actor,
        kind=events.OPENING_PASSPHRASE_CHANGED,
        subject=audit.Subject("organisations.person", person_of(actor)),
        competitions=len(parts) - left,
        left=left,
    )
    return left


def _pair(key: OpeningKey) -> OpenerKeys:
    return OpenerKeys(bytes(key.public_key), bytes(key.sealed_private_key))


def _renewed(kept: set[OpenerKeys], old: str, new: str) -> dict[OpenerKeys, OpenerKeys]:
    """Each sealed key that the old passphrase unlocks, under the new one: stretched for each key, not for each row."""
    found = {}
    for one in kept:
        try:
            one.unlock(old)
        except Refused:
            continue
        try:
            found[one] = one.change_passphrase(old, new)
        except Refused as short:
            raise Refused(short.sentence, "new") from None
    return found
