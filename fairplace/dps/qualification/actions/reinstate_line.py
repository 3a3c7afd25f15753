"""A suspended line counts again (A4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.permissions import check_may_assess
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def reinstate_line(*, actor: Actor, line_id: UUID, because: str, at: datetime) -> None:
    """The point of failure is put right (A4)."""
    check_may_assess(actor)
    line = lock_line(line_id)
    if line.state != LineStanding.SUSPENDED.value:
        raise Refused("Only a suspended line can be reinstated.")
    move_line(line, LineStanding.ACCREDITED, actor=actor, at=at, because=because.strip())
    audit.record(actor=actor, kind=events.LINE_REINSTATED, subject=line, about=line.application_id)
