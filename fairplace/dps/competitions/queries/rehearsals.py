"""Rehearsals for those of the lead authority who may ask for one (C10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from fairplace.dps.competitions.models import Rehearsal
from fairplace.dps.competitions.permissions import check_may_rehearse
from fairplace.dps.competitions.rules.rehearsal import Tally, sentences
from fairplace.dps.market.queries.the_system import the_system
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """told: empty until it is finished. closed: None until it has begun."""

    id: UUID
    category: str
    price_weight: Decimal | None
    price_formula: str
    floor_percent: Decimal
    ceiling_percent: Decimal
    asked_by: str
    asked_at: datetime
    closed: int | None
    done: int
    finished_at: datetime | None
    told: tuple[str, ...]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.closed if self.closed else 0


def rehearsals(actor: Actor) -> list[RehearsalRow]:
    """The newest first."""
    check_may_rehearse(actor, the_system().lead_id)
    return [_row(row) for row in _rows().order_by("-asked_at")[:MOST_SHOWN]]


def rehearsal(actor: Actor, rehearsal_id: UUID) -> RehearsalRow:
    check_may_rehearse(actor, the_system().lead_id)
    row = _rows().filter(id=rehearsal_id).first()
    if row is None:
        raise NotThere
    return _row(row)


def _rows() -> QuerySet[Rehearsal]:
    return Rehearsal.objects.select_related("category", "asked_by")


def _row(row: Rehearsal) -> RehearsalRow:
    tally = Tally(row.replayed, row.other_first, row.asked, row.would_ask)
    return RehearsalRow(
        id=row.id,
        category=row.category.name if row.category else "Every category",
        price_weight=row.price_weight,
        price_formula=row.price_formula,
        floor_percent=row.floor_percent,
        ceiling_percent=row.ceiling_percent,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        closed=row.closed,
        done=row.done,
        finished_at=row.finished_at,
        told=tuple(sentences(tally)) if row.finished_at else (),
    )
