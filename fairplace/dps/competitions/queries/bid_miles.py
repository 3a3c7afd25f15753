"""How far a bid is from home: the one place that scores, comparisons, letters and families' pages read (rules 0, 4)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from fairplace.dps.competitions.models import Bid, Invitation
from fairplace.foundations.encryption import reveal_value


def miles_of(bid: Bid) -> Decimal:
    """Miles, cut off after six decimals. Only in a transaction of the council; a bidder sees a band, never these."""
    return revealed_miles(bid.id, bid.miles, bid.invitation_id, bid.invitation.miles)


def revealed_miles(bid_id: UUID, own: bytes | None, invitation_id: UUID, invited: bytes) -> Decimal:
    """The same of sealed values at hand: the household's that the bid names, else the place's as it was invited."""
    told = reveal_value(Bid, "miles", bid_id, own) or reveal_value(Invitation, "miles", invitation_id, invited)
    return Decimal(told or 0)
