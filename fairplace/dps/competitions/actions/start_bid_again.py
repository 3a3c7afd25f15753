"""The bid code is lost: replace whatever the slot holds by an empty draft under a new code (C2)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.held_slot import hold_slot
from fairplace.dps.competitions.permissions import check_may_bid, check_will_bid
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import new_bid_code


@transaction.atomic
def start_bid_again(*, actor: Actor, invitation_id: UUID, at: datetime) -> str:
    """Returns the new bid code, this once. Nobody can bring back what was there, submitted or not."""
    check_may_bid(actor)
    held = hold_slot(actor=actor, invitation_id=invitation_id, at=at)
    check_will_bid(held.answer)
    code = new_bid_code()
    held.reseal(BidContent(edition=secrets.token_hex(16)), code)
    return code
