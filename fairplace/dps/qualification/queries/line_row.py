"""Lines, as later areas and pages name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.rules.lifecycle import LineStanding


@dataclass(frozen=True, slots=True)
class LineRow:
    """One establishment in one category."""

    id: UUID
    application_id: UUID
    application_reference: str
    provider_id: UUID
    provider_name: str
    establishment_id: UUID
    establishment_name: str
    category_id: UUID
    category_version_id: UUID
    category_code: str
    category_name: str
    state: str
    competency_score: Decimal | None
    accredited_at: datetime | None

    @property
    def standing(self) -> LineStanding:
        return LineStanding(self.state)


_FIELDS = (
    "id", "application_id", "application__reference", "provider_id", "provider__name", "establishment_id",
    "establishment__name", "category_id", "category_version_id", "category__code", "category__name", "state",
    "competency_score", "accredited_at",
)  # fmt: skip


def lines_where(**wanted: Any) -> list[LineRow]:
    """Lines by establishment and category. For the queries of this area; one statement."""
    found = Line.objects.filter(**wanted).order_by("establishment__name", "category__position", "id")
    return [LineRow(*row) for row in found.values_list(*_FIELDS)]


# Asked in nearly every act, so in plain SQL.
_BY_ID = """
    SELECT l.id, l.application_id, a.reference, l.provider_id, p.name, l.establishment_id, e.name, l.category_id,
           l.category_version_id, k.code, k.name, l.state, l.competency_score, l.accredited_at
      FROM qualification_line l
      JOIN qualification_application a ON a.id = l.application_id
      JOIN organisations_organisation p ON p.id = l.provider_id
      JOIN organisations_establishment e ON e.id = l.establishment_id
      JOIN market_category k ON k.id = l.category_id
     WHERE l.id = ANY(%s) ORDER BY e.name, k.position, l.id
"""


def line_row(line_id: UUID) -> LineRow | None:
    """One line, or None. Who may see it, the caller asks first."""
    return line_rows([line_id]).get(line_id)


def line_rows(line_ids: Iterable[UUID]) -> dict[UUID, LineRow]:
    """These lines by id."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID, [list(line_ids)])
        return {row[0]: LineRow(*row) for row in cursor.fetchall()}
