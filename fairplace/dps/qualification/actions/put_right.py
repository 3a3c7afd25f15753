"""Say for each criterion that failed what was put right (Q11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_line
from fairplace.dps.qualification.queries.failed_criteria import failed_criteria
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def put_right(*, actor: Actor, line_id: UUID, said: Mapping[str, str], at: datetime) -> None:
    """said: criterion that failed -> what is different now. The answers and documents are changed where they stand."""
    line = lock_draft_line(actor, line_id)
    if line.reapplies_for_id is None:
        raise NotThere
    failed = {one.code for one in failed_criteria([line.reapplies_for_id])[line.reapplies_for_id]}
    if not set(said) <= failed:
        raise NotThere
    before = line.answers.get(PUT_RIGHT, {})
    line.answers = {**line.answers, PUT_RIGHT: {**before, **{code: text.strip() for code, text in said.items()}}}
    line.save(update_fields=["answers"])
    audit.record(
        actor=actor,
        kind=events.APPLICATION_ANSWERED,
        subject=line,
        about=line.application_id,
        questions=[PUT_RIGHT],
    )
