"""The snapshot of a publication with everything that was added since: who was or was not invited, and why (R11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Eligibility


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One line at one moment. reasons: codes of referrals.rules.eligibility, as they were then. told: by letter."""

    line_id: UUID
    establishment: str
    provider: str
    distance_band: str
    eligible: bool
    reasons: tuple[str, ...]
    cause: str
    told: bool
    at: datetime

    @property
    def cause_name(self) -> str:
        return str(Eligibility.Cause(self.cause).label)

    @property
    def since(self) -> str:
        """What has happened to it after publication; "" for nothing."""
        return "" if self.cause == Eligibility.Cause.PUBLISHED else self.cause_name


def snapshot_of(competition_id: UUID) -> list[SnapshotRow]:
    """Every row, by place and in the order of time. The caller has checked who may see it: the council alone."""
    rows = Eligibility.objects.filter(competition=competition_id).order_by("establishment__name", "line_id", "at", "id")
    columns = ("line_id", "establishment__name", "provider__name", "distance_band", "eligible", "reasons", "cause")
    return [
        SnapshotRow(line, place, provider, band, eligible, tuple(reasons), cause, told, at)
        for line, place, provider, band, eligible, reasons, cause, told, at in rows.values_list(*columns, "told", "at")
    ]


def latest(rows: Iterable[SnapshotRow]) -> dict[UUID, SnapshotRow]:
    """Line to its last row."""
    return {row.line_id: row for row in rows}
