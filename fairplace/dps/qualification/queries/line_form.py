"""Lines of an application with everything that was answered about them. For the queries of this area."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.organisations.queries.establishments import COLUMNS, EstablishmentRow, establishment_from
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


_FORMS = f"""
    SELECT l.id, l.application_id, a.reference, l.provider_id, o.name, l.establishment_id, e.name, l.category_id,
           l.category_version_id, k.code, k.name, l.state, l.competency_score, l.accredited_at,
           {", ".join(f"e.{column}" for column in COLUMNS)},
           l.answers, l.reapplies_for_id,
           (SELECT jsonb_object_agg(heading, weekly::text) FROM qualification_corecost WHERE line_id = l.id),
           (SELECT jsonb_object_agg(service, price::text) FROM qualification_serviceprice WHERE line_id = l.id),
           (SELECT jsonb_agg(jsonb_build_array(kind, from_children, percent::text) ORDER BY kind, from_children)
              FROM qualification_discount WHERE line_id = l.id)
      FROM qualification_line l
      JOIN qualification_application a ON a.id = l.application_id
      JOIN organisations_organisation o ON o.id = l.provider_id
      JOIN organisations_establishment e ON e.id = l.establishment_id
      JOIN market_category k ON k.id = l.category_id
     WHERE {{}} ORDER BY e.name, k.position, l.id
"""  # noqa: S608 - the only parts put in are names of columns
_LINE, _PLACE = len(LineRow.__dataclass_fields__), len(COLUMNS)


def forms_of(application_id: UUID, *, line_id: UUID | None = None, lock: bool = False) -> list[LineForm]:
    """The lines of an application that are its own still: while it is written its drafts, afterwards what was sent
    of it and not withdrawn. line_id: that one alone.

    lock: hold them until the end of the transaction; the caller holds the application. One statement, and one more
    where a line applies again, however many.
    """
    which = "l.application_id = %s AND (l.state = 'draft' OR (a.submitted_at IS NOT NULL AND l.state <> 'withdrawn'))"
    if line_id is not None:
        return _forms(f"{which} AND l.id = %s", application_id, line_id, lock=lock)
    return _forms(which, application_id, lock=lock)


def drafts_of(application_id: UUID, *, lock: bool = False) -> list[LineForm]:
    """The lines of an application that are not sent; lock as above."""
    return _forms("l.application_id = %s AND l.state = 'draft'", application_id, lock=lock)


def line_forms(line_ids: Iterable[UUID]) -> list[LineForm]:
    """These lines. Whose they may be, the caller asks."""
    return _forms("l.id = ANY(%s)", list(line_ids))


def _forms(which: str, *values: UUID | list[UUID], lock: bool = False) -> list[LineForm]:
    with connection.cursor() as cursor:
        cursor.execute(_FORMS.format(which) + (" FOR UPDATE OF l" if lock else ""), values)
        rows = cursor.fetchall()
    again = [before for row in rows if (before := row[_LINE + _PLACE + 1]) is not None]
    failed = failed_criteria(again) if again else {}
    return [_form(row, failed) for row in rows]


def _form(row: Sequence[Any], failed: Mapping[UUID, list[FailedCriterion]]) -> LineForm:
    line = LineRow(*row[:_LINE])
    answers, before, costs, prices, steps = row[_LINE + _PLACE :]
    return LineForm(
        line=line,
        establishment=establishment_from(row[_LINE : _LINE + _PLACE]),
        content=content_of(line.category_version_id),
        answers=read_json(answers),
        costs={code: Decimal(weekly) for code, weekly in read_json(costs).items()},
        prices={code: Decimal(price) for code, price in read_json(prices).items()},
        discounts=[
            DiscountStep(kind, children, Decimal(percent)) for kind, children, percent in read_json(steps) or ()
        ],
        reapplies_for=before,
        failed=failed.get(before, []),
    )


def read_json(document: Any) -> Any:
    """Django's connection hands JSON out as text; null is nothing."""
    return {} if document is None else json.loads(document) if isinstance(document, str) else document
