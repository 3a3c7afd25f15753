"""The one way in which a line changes its state: the row, the column, never one without the other (A1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from fairplace.dps.qualification.models import Line, LineState
from fairplace.dps.qualification.rules.lifecycle import LineStanding, may_become
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


def move_line(line: Line, standing: LineStanding, *, actor: Actor, at: datetime, because: str = "") -> None:
    """The caller holds the line locked, records the event, and saves nothing else of the state itself."""
    now = LineStanding(line.state)
    if not may_become(now, standing):
        raise Refused(f"This line is now “{now.label}”, so it cannot become “{standing.label}”.")
    line.state = standing.value
    line.save(update_fields=["state"])
    LineState.objects.create(
        line=line, came_from=now.value, became=standing.value, at=at, by_id=actor.person_id, because=because
    )


def move_lines(lines: Collection[Line], standing: LineStanding, *, actor: Actor, at: datetime) -> None:
    """The same for many lines at once: two statements, however many."""
    for line in lines:
        now = LineStanding(line.state)
        if not may_become(now, standing):
            raise Refused(f"One of the lines is now “{now.label}”, so it cannot become “{standing.label}”.")
    LineState.objects.bulk_create(
        LineState(line=line, came_from=line.state, became=standing.value, at=at, by_id=actor.person_id)
        for line in lines
    )
    Line.objects.filter(id__in=[line.id for line in lines]).update(state=standing.value)
    for line in lines:
        line.state = standing.value


def begin_line(line: Line, *, actor: Actor, at: datetime) -> None:
    """The first row of a line that was just made."""
    LineState.objects.create(line=line, came_from="", became=line.state, at=at, by_id=actor.person_id)
