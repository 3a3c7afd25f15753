"""Pass or fail on one criterion of one line (Q9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.models import Assessment, Line
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

OPEN = {LineStanding.APPLIED.value, LineStanding.ASSESSING.value}


@transaction.atomic
def assess_criterion(*, actor: Actor, line_id: UUID, criterion: str, passed: bool, reason: str, at: datetime) -> None:
    """A new row; the last one counts and earlier ones stay. A fail needs its reason, which the provider is told."""
    check_may_assess(actor)
    line = lock_line(line_id)
    check_is_open(line)
    if criterion not in {one.code for one in assessed_criteria(content_of(line.category_version_id))}:
        raise NotThere
    if not passed and not reason.strip():
        raise Refused("Say why it fails: the provider is told, and can put it right.", "reason")
    begin_assessing(line, actor, at)
    Assessment.objects.create(
        line=line, criterion=criterion, passed=passed, reason=reason.strip(), by_id=person_of(actor), at=at
    )
    audit.record(
        actor=actor,
        kind=events.CRITERION_ASSESSED,
        subject=line,
        about=line.application_id,
        criterion=criterion,
        passed=passed,
    )


def check_is_open(line: Line) -> None:
    """NotThere for a line that was never sent; Refused when it is decided."""
    if line.state == LineStanding.DRAFT.value:
        raise NotThere
    if line.state not in OPEN:
        raise Refused(f"This line is now “{LineStanding(line.state).label}”: it can no longer be assessed.")


def begin_assessing(line: Line, actor: Actor, at: datetime) -> None:
    """The first act of assessment takes the line from applied to assessing."""
    if line.state == LineStanding.APPLIED.value:
        move_line(line, LineStanding.ASSESSING, actor=actor, at=at)
