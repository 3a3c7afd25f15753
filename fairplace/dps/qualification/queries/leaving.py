"""How lines leave: notices given, removals proposed and answered (A1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.qualification.models import LineNotice, RemovalStep
from fairplace.dps.qualification.queries.terms_held import ON_THE_SYSTEM
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice that stands."""

    leaves_on: date
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RemovalRow:
    """A removal that is open. answer: what the provider said, or empty."""

    ground: str
    words: str
    answer_by: date
    at: datetime
    answer: str

    def may_be_decided(self, today: date) -> bool:
        """After the hearing: the provider has answered, or its time is over."""
        return bool(self.answer) or today > self.answer_by


def notices_of(line_ids: Iterable[UUID]) -> dict[UUID, NoticeRow]:
    """The notice that stands for each of these lines. One statement."""
    rows = LineNotice.objects.filter(line_id__in=list(line_ids)).order_by("line_id", "-at", "-id").distinct("line_id")
    return {
        row.line_id: NoticeRow(row.leaves_on, row.because, row.at)
        for row in rows
        if row.given and row.leaves_on is not None
    }


def removal_of(line_id: UUID) -> RemovalRow | None:
    """The removal that is open for a line, if any. One statement."""
    steps = list(RemovalStep.objects.filter(line_id=line_id).order_by("at", "id"))
    proposed = next((one for one in reversed(steps) if one.step == "proposed"), None)
    if proposed is None or proposed.answer_by is None:
        return None
    since = steps[steps.index(proposed) + 1 :]
    if any(one.step == "dropped" for one in since):
        return None
    answer = next((one.words for one in reversed(since) if one.step == "answered"), "")
    return RemovalRow(proposed.ground, proposed.words, proposed.answer_by, proposed.at, answer)


def lines_due_to_leave(at: datetime) -> list[UUID]:
    """Lines on the system whose notice takes effect today or took effect before. One statement."""
    today = at.astimezone(LONDON).date()
    given = (
        LineNotice.objects.filter(line__state__in=ON_THE_SYSTEM).order_by("line_id", "-at", "-id").distinct("line_id")
    )
    return [row.line_id for row in given if row.given and row.leaves_on is not None and row.leaves_on <= today]
