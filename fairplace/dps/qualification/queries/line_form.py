"""Lines of an application with everything that was answered about them. For the queries of this area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.organisations.queries.establishments import EstablishmentRow
from fairplace.dps.qualification.models import CoreCost, Discount, Line, ServicePrice
from fairplace.dps.qualification.queries.failed_criteria import FailedCriterion, failed_criteria
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.dps.qualification.rules.questions import line_questions


@dataclass(frozen=True, slots=True)
class DiscountStep:
    """Per cent off for each child, from this many children on. kind: sibling or cohort."""

    kind: str
    from_children: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class LineForm:
    """One line of an application, with what was answered. prices: of additional services, by code.

    reapplies_for: the refused line that it puts right, or None; failed: what failed there (Q11).
    """

    line: LineRow
    establishment: EstablishmentRow
    content: CategoryContent
    answers: dict[str, dict[str, Any]]
    costs: dict[str, Decimal]
    prices: dict[str, Decimal]
    discounts: list[DiscountStep]
    reapplies_for: UUID | None
    failed: list[FailedCriterion]

    @property
    def questions(self) -> list[Question]:
        """What is asked about this place."""
        return line_questions(self.content, self.establishment.kind)


def line_forms(lines: Iterable[LineRow], places: Mapping[UUID, EstablishmentRow]) -> list[LineForm]:
    """These lines, in this order; four statements, and one more where one applies again, however many."""
    rows = list(lines)
    ids = [line.id for line in rows]
    said = {
        line_id: (answers, before)
        for line_id, answers, before in Line.objects.filter(id__in=ids).values_list("id", "answers", "reapplies_for_id")
    }
    costs: dict[UUID, dict[str, Decimal]] = {line_id: {} for line_id in ids}
    for line_id, heading, weekly in CoreCost.objects.filter(line_id__in=ids).values_list(
        "line_id", "heading", "weekly"
    ):
        costs[line_id][heading] = weekly
    prices: dict[UUID, dict[str, Decimal]] = {line_id: {} for line_id in ids}
    found = ServicePrice.objects.filter(line_id__in=ids).values_list("line_id", "service", "price")
    for line_id, service, price in found:
        prices[line_id][service] = price
    discounts: dict[UUID, list[DiscountStep]] = {line_id: [] for line_id in ids}
    steps = Discount.objects.filter(line_id__in=ids).order_by("kind", "from_children")
    for line_id, kind, children, percent in steps.values_list("line_id", "kind", "from_children", "percent"):
        discounts[line_id].append(DiscountStep(kind, children, percent))
    failed = failed_criteria([before for _, before in said.values() if before])
    return [
        LineForm(
            line=line,
            establishment=places[line.establishment_id],
            content=content_of(line.category_version_id),
            answers=said[line.id][0],
            costs=costs[line.id],
            prices=prices[line.id],
            discounts=discounts[line.id],
            reapplies_for=said[line.id][1],
            failed=failed[before] if (before := said[line.id][1]) else [],
        )
        for line in rows
    ]
