"""What open contracting data says of a direct award: facts about the purchase, none about the child (T2, R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.placements.models import DirectAward
from fairplace.dps.placements.rules.named_preference import enactment_named

GROUND = "User choice: Procurement Act 2023, Schedule 5, paragraphs 15 to 17"


@dataclass(frozen=True, slots=True)
class DirectAwardFacts:
    """Values in pounds; weeks as the referral expects them. ground: the law alone, never the words of people."""

    council_name: str
    council_ons_code: str
    supplier: str
    supplier_number: str
    reference: str
    category: str
    system: str
    made_at: datetime
    weekly_price: Decimal
    expected_weeks: int
    ground: str


def direct_award_facts(award_id: UUID) -> DirectAwardFacts | None:
    """None where the row wall hides it. Run for the council."""
    row = DirectAward.objects.filter(id=award_id).values(*_FIELDS.values()).first()
    if row is None:
        return None
    told: dict[str, Any] = {name: row[path] for name, path in _FIELDS.items()}
    told["ground"] = f"{GROUND}; {enactment_named(told['ground'])}"
    return DirectAwardFacts(**told)


_FIELDS = {
    "council_name": "council__name",
    "council_ons_code": "council__ons_code",
    "supplier": "supplier",
    "supplier_number": "supplier_number",
    "reference": "referral__reference",
    "category": "referral__category__name",
    "system": "referral__category__system__name",
    "made_at": "made_at",
    "weekly_price": "weekly_price",
    "expected_weeks": "referral__expected_weeks",
    "ground": "preference__enactment",
}
