"""What the lead authority makes of one declared ground: self-cleaning accepted or not, with reasons (Q4, Q9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import OPEN
from fairplace.dps.qualification.models import Application, GroundJudgement, Line
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.queries.declared_grounds import declared_grounds, sent_on
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def judge_ground(*, actor: Actor, application_id: UUID, event_id: str, outcome: str, reason: str, at: datetime) -> None:
    """A new row for the declared event; the last one counts, for every line of the application.

    Refused without reasons (reg 57(17) wants them in writing), and where the law knows no way to put the ground right.
    """
    check_may_assess(actor)
    application = Application.objects.select_for_update().filter(id=application_id).first()
    if application is None or application.submitted_at is None:
        raise NotThere
    declared = declared_grounds(application_id, application.answers, sent_on(application))
    found = next((one for one in declared if one.event.id == event_id), None)
    if found is None or outcome not in GroundJudgement.Outcome.values:
        raise NotThere
    if not Line.objects.filter(application=application, state__in=OPEN).exists():
        raise Refused("Everything in this application has been decided, so nothing can be judged now.")
    if outcome == GroundJudgement.Outcome.PUT_RIGHT and not found.may_be_put_right:
        raise Refused(f"The law knows no way to put this ground right ({found.ground.reference}).", "outcome")
    if not reason.strip():
        raise Refused("Give your reasons: the provider may ask for them in writing.", "reason")
    judgement = GroundJudgement.objects.create(
        application=application,
        ground=found.ground.code,
        event=event_id,
        outcome=outcome,
        reason=reason.strip(),
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.GROUND_JUDGED,
        subject=judgement,
        about=application,
        ground=found.ground.code,
        outcome=outcome,
    )
