"""A provider takes a line back (A1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.permissions import check_may_apply
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def withdraw_line(*, actor: Actor, line_id: UUID, because: str, at: datetime) -> None:
    """A provider takes a line back, at any time before it is accredited (A1)."""
    line = lock_line(line_id)
    check_may_apply(actor, line.provider_id)
    move_line(line, LineStanding.WITHDRAWN, actor=actor, at=at, because=because)
    audit.record(actor=actor, kind=events.LINE_WITHDRAWN, subject=line, about=line.application_id, because=because)
