"""What a look-up in a register, a reference or a visit showed about a line (Q14)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import begin_assessing, lock_open_line, open_siblings
from fairplace.dps.qualification.models import DueDiligenceCheck
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.queries.decisions import needed_checks
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def record_due_diligence(
    *, actor: Actor, line_id: UUID, check: str, outcome: str, note: str, checked_on: date, at: datetime
) -> None:
    """A new row; the last one counts. What is about the provider is recorded for all its open lines of the application.

    Refused without a note: what was looked at, and what was found.
    """
    check_may_assess(actor)
    line = lock_open_line(line_id)
    row = line_row(line_id)
    assert row is not None
    found = next((one for one in needed_checks(row) if one.code == check), None)
    if found is None or outcome not in DueDiligenceCheck.Outcome.values:
        raise NotThere
    if not note.strip():
        raise Refused("Say where you looked and what you found.", "note")
    if checked_on > at.astimezone(LONDON).date():
        raise Refused("The day of the check must be today or in the past.", "checked_on")
    begin_assessing(line, actor, at)
    lines = [line, *(open_siblings(line) if found.about == "provider" else [])]
    DueDiligenceCheck.objects.bulk_create(
        DueDiligenceCheck(
            line=one,
            check_code=check,
            outcome=outcome,
            note=note.strip(),
            checked_on=checked_on,
            by_id=person_of(actor),
            at=at,
        )
        for one in lines
    )
    audit.record(
        actor=actor,
        kind=events.DUE_DILIGENCE_RECORDED,
        subject=line,
        about=line.application_id,
        check=check,
        outcome=outcome,
        lines=[one.id for one in lines],
    )
