"""A line leaves the system on the day of its notice (A1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.queries.leaving import notices_of
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def leave_line(*, actor: Actor, line_id: UUID, at: datetime) -> None:
    """By the clock alone, never before the day. Placements that have begun go on under their own agreements."""
    if actor.person_id is not None:
        raise NotThere
    line = lock_line(line_id)
    notice = notices_of([line_id]).get(line_id)
    if notice is None or notice.leaves_on > at.astimezone(LONDON).date():
        raise Refused("No notice takes effect for this place today.")
    because = f"Notice of {notice.at.astimezone(LONDON):%-d %B %Y}. {notice.because}".strip()
    move_line(line, LineStanding.LEFT, actor=actor, at=at, because=because)
    audit.record(
        actor=actor, kind=events.LINE_LEFT, subject=line, about=line.application_id, leaves_on=notice.leaves_on
    )
    tell_people(
        cause=f"line-left:{line.id}",
        organisation_id=line.provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject="One of your places has left the system",
        sentence="Your notice has taken effect. Placements that have begun go on under their own agreements.",
        path=f"/provider/agreements/lines/{line.id}/",
    )
