"""The bidder's own bid in its sealed slot: opened by the bidder's code, by nothing else (C2)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.competitions.models import Slot
from fairplace.dps.competitions.rules.bid_content import BidContent, read_content
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import SealedSlot, open_with_code


def own_bid(actor: Actor, invitation_id: UUID, bid_code: str) -> BidContent | None:
    """The draft or submitted bid; None when the slot is emptied because the bids were opened.

    Refused when the code is not the one this slot was saved with.
    """
    slot = Slot.objects.filter(invitation_id=invitation_id, provider_id=actor.organisation_id).first()
    if slot is None or slot.content is None or slot.wraps is None or slot.bidder_wrap is None:
        return None
    sealed = SealedSlot(slot.version, bytes(slot.content), bytes(slot.wraps), bytes(slot.bidder_wrap))
    opened = open_with_code(sealed, slot_id=slot.id, competition_id=slot.competition_id, bid_code=bid_code)
    return read_content(opened) or BidContent()
