"""A line that is being assessed, locked for one act of assessment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.queries.decisions import last_decision, last_decisions
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

OPEN = frozenset(standing.value for standing in UNDECIDED)


def lock_open_line(line_id: UUID) -> Line:
    """NotThere for a line that was never sent; Refused when it is decided, withdrawn, or a decision is proposed."""
    line = lock_line(line_id)
    check_is_open(line)
    return line


def check_is_open(line: Line) -> None:
    """While a question waits for its answer the rest of the line may be assessed: the clock runs (Q13)."""
    if line.state == LineStanding.DRAFT.value:
        raise NotThere
    if line.state not in OPEN:
        raise Refused(f"This line is now “{LineStanding(line.state).label}”: it can no longer be assessed.")
    decision = last_decision(line.id)
    if decision is not None and decision.is_closed_to_changes:
        raise Refused(
            f"{decision.proposed_by} has proposed a decision on this line, so nothing beneath it changes now."
            " It can be sent back first."
        )


def begin_assessing(line: Line, actor: Actor, at: datetime) -> None:
    """The first act of assessment takes the line from applied to assessing."""
    if line.state == LineStanding.APPLIED.value:
        move_line(line, LineStanding.ASSESSING, actor=actor, at=at)


def open_siblings(line: Line) -> list[Line]:
    """The other open lines of the same application on which no decision is proposed, locked."""
    others = list(
        Line.objects.select_for_update()
        .filter(application_id=line.application_id, state__in=OPEN)
        .exclude(id=line.id)
        .order_by("id")
    )
    decisions = last_decisions(one.id for one in others)
    return [one for one in others if one.id not in decisions or not decisions[one.id].is_closed_to_changes]
