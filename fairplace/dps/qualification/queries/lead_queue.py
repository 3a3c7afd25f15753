"""What the lead authority has to decide, by the clock of the regime (Q13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.permissions import check_may_assess
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor

_UNDECIDED = {LineStanding.APPLIED, LineStanding.ASSESSING, LineStanding.CLARIFICATION}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One application that was sent. stage: decide, sign or done, of the line that is furthest behind."""

    id: UUID
    reference: str
    provider_name: str
    submitted_at: datetime
    decide_by: date
    lines: tuple[LineRow, ...]

    @property
    def undecided(self) -> int:
        return sum(line.standing in _UNDECIDED for line in self.lines)

    @property
    def to_sign(self) -> int:
        return sum(line.standing is LineStanding.APPROVED for line in self.lines)

    @property
    def stage(self) -> str:
        return "decide" if self.undecided else "sign" if self.to_sign else "done"


def applications_queue(actor: Actor) -> list[QueueRow]:
    """Every application sent: those to decide first, the least time left on top. Two statements."""
    check_may_assess(actor)
    found = Application.objects.exclude(submitted_at=None).values_list(
        "id", "reference", "provider__name", "submitted_at", "decide_by"
    )
    lines: dict[UUID, list[LineRow]] = {row[0]: [] for row in found}
    for line in lines_where(application_id__in=list(lines)):
        if line.standing not in {LineStanding.DRAFT, LineStanding.WITHDRAWN}:
            lines[line.application_id].append(line)
    rows = [
        QueueRow(id_, reference, provider, sent, decide_by, tuple(lines[id_]))
        for id_, reference, provider, sent, decide_by in found
        if sent is not None and decide_by is not None
    ]
    order = {"decide": 0, "sign": 1, "done": 2}
    waiting = sorted((row for row in rows if row.stage != "done"), key=lambda row: (order[row.stage], row.decide_by))
    done = [row for row in rows if row.stage == "done"]
    return waiting + sorted(done, key=lambda row: row.submitted_at, reverse=True)
