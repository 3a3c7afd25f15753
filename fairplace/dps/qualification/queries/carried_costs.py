"""The core costs that a line carries into every referral (Q7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from fairplace.dps.qualification.models import CoreCost, Line


def carried_costs(line_id: UUID) -> dict[str, Decimal]:
    """Heading code to pounds a week; empty where the line has no costs yet."""
    return dict(CoreCost.objects.filter(line_id=line_id).values_list("heading", "weekly"))


def carried_of_lines(line_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Line to the codes of its headings; without those that have none."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for line, heading in CoreCost.objects.filter(line_id__in=list(line_ids)).values_list("line_id", "heading"):
        found[line].add(heading)
    return found


def categories_of_lines(line_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The category in which each line is accredited."""
    return dict(Line.objects.filter(pk__in=list(line_ids)).values_list("pk", "category_id"))
