"""An opener makes their key pair, under a passphrase that nobody else has (C2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import OpeningKey
from fairplace.dps.competitions.permissions import check_may_keep_opening_key, person_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def make_opening_key(*, actor: Actor, passphrase: str, again: str, at: datetime) -> None:
    """Make the key pair, or a new one for competitions published from now on: those already published keep the
    old one. Refused when the passphrase is under 12 characters or the two differ.
    """
    check_may_keep_opening_key(actor)
    keys = OpenerKeys.generate(passphrase)
    if passphrase != again:
        raise Refused("The two passphrases are not the same: type it again.", "again")
    key, first = OpeningKey.objects.update_or_create(
        person_id=person_of(actor),
        defaults={"public_key": keys.public, "sealed_private_key": keys.sealed_private, "made_at": at},
    )
    audit.record(
        actor=actor, kind=events.OPENING_KEY_MADE, subject=key, public_key=keys.public.hex(), replaced=not first
    )
