"""How the closing time of a competition was moved, and why: for its council and everyone invited (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import ClosingChange


@dataclass(frozen=True, slots=True)
class ClosingMove:
    """cause in words; because: as everyone invited reads it."""

    cause: str
    was: datetime
    became: datetime
    because: str
    at: datetime


def closing_moves(competition_id: UUID) -> list[ClosingMove]:
    """Oldest first. Whoever asks has shown that they may see the competition."""
    rows = ClosingChange.objects.filter(competition_id=competition_id).order_by("at", "id")
    return [ClosingMove(row.get_cause_display(), row.was, row.became, row.because, row.at) for row in rows]
