"""What open contracting data says of an award: facts about the purchase, none about the child (T2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.competitions.models import Award, Bid


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """One accepted award. Values in pounds; weeks as the referral expects them."""

    council_id: UUID
    council_name: str
    council_ons_code: str
    provider_name: str
    provider_number: str
    reference: str
    category: str
    system: str
    published_at: datetime
    closed_at: datetime
    price_weight: Decimal
    made_at: datetime
    weekly_price: Decimal
    expected_weeks: int
    bids: int


def award_facts(award_id: UUID) -> AwardFacts | None:
    """The facts of an accepted award; None where the row wall hides its bid or it was not accepted.

    Run for the council: the number of bids counts those that the reader may see.
    """
    award = Award.objects.filter(id=award_id, accepted_at__isnull=False, bid__weekly_price__isnull=False)
    row = award.values_list(*_FACTS, "competition_id", named=False).first()
    if row is None:
        return None
    facts: dict[str, Any] = dict(zip(AwardFacts.__dataclass_fields__, row[:-1], strict=False))
    return AwardFacts(**facts, bids=Bid.objects.filter(competition_id=row[-1]).count())


# In the order of AwardFacts' fields.
_FACTS = (
    "council_id",
    "council__name",
    "council__ons_code",
    "provider__name",
    "provider__registered_number",
    "competition__referral__reference",
    "competition__referral__category__name",
    "competition__referral__category__system__name",
    "competition__published_at",
    "competition__closes_at",
    "competition__referral__price_weight",
    "made_at",
    "bid__weekly_price",
    "competition__referral__expected_weeks",
)
