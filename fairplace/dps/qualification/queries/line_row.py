"""Lines, as later areas and pages name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

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


def line_row(line_id: UUID) -> LineRow | None:
    """One line, or None. Who may see it, the caller asks first."""
    return next(iter(lines_where(id=line_id)), None)


def line_rows(line_ids: Iterable[UUID]) -> dict[UUID, LineRow]:
    """These lines by id."""
    return {row.id: row for row in lines_where(id__in=list(line_ids))}
