"""Take a submitted bid back: it is a draft again, and may be changed and submitted again until closing (C1)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.held_slot import hold_slot
from fairplace.dps.competitions.permissions import check_may_bid
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def withdraw_bid(*, actor: Actor, invitation_id: UUID, bid_code: str, at: datetime) -> None:
    """A draft stays as it is. A suspended line may withdraw too."""
    check_may_bid(actor)
    held = hold_slot(actor=actor, invitation_id=invitation_id, at=at, accredited=False)
    stored = held.read(bid_code)
    if stored.submission is not None:
        held.reseal(stored.withdrawn(secrets.token_hex(16)), bid_code)
