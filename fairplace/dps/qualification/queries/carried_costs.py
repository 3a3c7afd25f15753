"""The core costs that a line carries into every referral (Q7)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from fairplace.dps.qualification.models import CoreCost, Line


def carried_costs(line_id: UUID) -> dict[str, Decimal]:
    """Heading code to pounds a week; empty where the line has no costs yet."""
    return dict(CoreCost.objects.filter(line_id=line_id).values_list("heading", "weekly"))


def category_of_line(line_id: UUID) -> UUID:
    """The category in which the line is accredited."""
    return Line.objects.values_list("category_id", flat=True).get(pk=line_id)
