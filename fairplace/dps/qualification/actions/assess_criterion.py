"""Pass or fail on one criterion of one line (Q9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import begin_assessing, lock_open_line
from fairplace.dps.qualification.models import Assessment
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def assess_criterion(*, actor: Actor, line_id: UUID, criterion: str, passed: bool, reason: str, at: datetime) -> None:
    """A new row; the last one counts and earlier ones stay. A fail needs its reason, which the provider is told."""
    check_may_assess(actor)
    line = lock_open_line(line_id)
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
