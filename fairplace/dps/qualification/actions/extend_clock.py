"""More time to decide one application, where its regime allows it in individual cases (Q13)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Application, ClockExtension, Line
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.rules.clock import decide_by
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def extend_clock(*, actor: Actor, application_id: UUID, because: str, at: datetime) -> None:
    """Once for an application, before its day has passed, with the reason that the provider is told.

    Refused under a regime that publishes no longer time.
    """
    check_may_assess(actor)
    application = Application.objects.select_for_update().filter(id=application_id).first()
    if application is None or application.submitted_at is None or application.decide_by is None:
        raise NotThere
    regime = regime_of(the_system().regime)
    if regime.decide_within_extended is None:
        raise Refused(
            f"A decision is due within {regime.decide_within} working days: {regime.name} has no longer time."
        )
    if not Line.objects.filter(application=application, state__in=[one.value for one in UNDECIDED]).exists():
        raise Refused("Everything in this application has been decided.")
    if ClockExtension.objects.filter(application=application).exists():
        raise Refused("The time for this application has been extended already.")
    if at.astimezone(LONDON).date() > application.decide_by:
        raise Refused("The day has passed: it can no longer be extended.")
    if not because.strip():
        raise Refused("Say why this application needs longer: the provider is told.", "because")
    became = decide_by(application.submitted_at, regime.decide_within_extended)
    ClockExtension.objects.create(
        application=application,
        was=application.decide_by,
        became=became,
        because=because.strip(),
        by_id=person_of(actor),
        at=at,
    )
    application.decide_by = became
    application.save(update_fields=["decide_by"])
    audit.record(
        actor=actor,
        kind=events.CLOCK_EXTENDED,
        subject=application,
        about=application,
        became=became,
        because=because.strip(),
    )
    tell_people(
        cause=f"clock-extended:{application.id}",
        organisation_id=application.provider_id,
        roles=(Role.BID_MANAGER,),
        subject=f"Your application {application.reference} takes longer",
        sentence=f"You will have a decision by {became:%-d %B %Y}. The reason: {because.strip()}",
        path=f"/provider/places/{application.id}/",
    )
