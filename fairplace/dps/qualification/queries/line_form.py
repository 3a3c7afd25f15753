"""Lines of an application with everything that was answered about them. For the queries of this area."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.organisations.queries.establishments import EstablishmentRow
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


_ANSWERED = """
    SELECT l.id, l.answers, l.reapplies_for_id,
           (SELECT jsonb_object_agg(heading, weekly::text) FROM qualification_corecost WHERE line_id = l.id),
           (SELECT jsonb_object_agg(service, price::text) FROM qualification_serviceprice WHERE line_id = l.id),
           (SELECT jsonb_agg(jsonb_build_array(kind, from_children, percent::text) ORDER BY kind, from_children)
              FROM qualification_discount WHERE line_id = l.id)
      FROM qualification_line l WHERE l.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class _Answered:
    answers: dict[str, dict[str, Any]]
    reapplies_for: UUID | None
    costs: dict[str, Decimal]
    prices: dict[str, Decimal]
    discounts: list[DiscountStep]


def line_forms(lines: Iterable[LineRow], places: Mapping[UUID, EstablishmentRow]) -> list[LineForm]:
    """These lines, in this order; one statement, and one more where one applies again, however many."""
    rows = list(lines)
    said = _answered([line.id for line in rows])
    failed = failed_criteria([one.reapplies_for for one in said.values() if one.reapplies_for])
    return [
        LineForm(
            line=line,
            establishment=places[line.establishment_id],
            content=content_of(line.category_version_id),
            answers=said[line.id].answers,
            costs=said[line.id].costs,
            prices=said[line.id].prices,
            discounts=said[line.id].discounts,
            reapplies_for=said[line.id].reapplies_for,
            failed=failed[before] if (before := said[line.id].reapplies_for) else [],
        )
        for line in rows
    ]


def _answered(ids: list[UUID]) -> dict[UUID, _Answered]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, [ids])
        rows = cursor.fetchall()
    return {
        line_id: _Answered(
            _read(answers),
            before,
            {code: Decimal(weekly) for code, weekly in _read(costs).items()},
            {code: Decimal(price) for code, price in _read(prices).items()},
            [DiscountStep(kind, children, Decimal(percent)) for kind, children, percent in _read(steps) or ()],
        )
        for line_id, answers, before, costs, prices, steps in rows
    }


def _read(document: Any) -> Any:
    """Django's connection hands JSON out as text; null is nothing."""
    return {} if document is None else json.loads(document) if isinstance(document, str) else document
