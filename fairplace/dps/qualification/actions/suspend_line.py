"""Suspend an accredited line for all councils at once (A3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.permissions import check_may_assess
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def suspend_line(*, actor: Actor, line_id: UUID, criterion: str, because: str, at: datetime) -> None:
    """Only for a criterion that is no longer met or a ground in the terms: a council cannot just ask (§7.20)."""
    check_may_assess(actor)
    line = lock_line(line_id)
    if not because.strip():
        raise Refused("Say what is no longer met, and what puts it right.", "because")
    move_line(line, LineStanding.SUSPENDED, actor=actor, at=at, because=because.strip())
    audit.record(actor=actor, kind=events.LINE_SUSPENDED, subject=line, about=line.application_id, criterion=criterion)
    tell_people(
        cause=f"line-suspended:{line.id}:{at.isoformat()}",
        organisation_id=line.provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject="One of your places is suspended",
        sentence=f"It cannot be invited or bid until this is put right: {because.strip()}",
        path="/provider/places/",
    )
