"""A question about a price, as its bidder reads it: no figure of another bid (reg 69)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.competitions.models import PriceQuestion


@dataclass(frozen=True, slots=True)
class OwnPriceQuestion:
    """weekly: pounds, one's own price."""

    bid_id: UUID
    asked_at: datetime
    answer_by: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    weekly: Decimal
    decided: bool


def price_question(bid_id: UUID) -> OwnPriceQuestion | None:
    """None where nobody asked; the row wall hides what another provider was asked."""
    found = PriceQuestion.objects.filter(bid_id=bid_id).select_related("bid", "answered_by").first()
    if found is None:
        return None
    return OwnPriceQuestion(
        bid_id=bid_id,
        asked_at=found.asked_at,
        answer_by=found.answer_by,
        answer=found.answer,
        answered_at=found.answered_at,
        answered_by=found.answered_by.name if found.answered_by else "",
        weekly=found.bid.weekly_price or Decimal(0),
        decided=found.accepted is not None,
    )
