"""An evaluator declares interests in whoever applies, before seeing a statement (Q9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Application, InterestDeclaration
from fairplace.dps.qualification.permissions import check_may_evaluate
from fairplace.dps.qualification.queries.evaluators import appointed_lines
from fairplace.dps.qualification.queries.line_row import line_rows
from fairplace.dps.qualification.rules.interests import declaration_fault
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def declare_application_interests(
    *, actor: Actor, application_id: UUID, has_interest: bool, interest: str, at: datetime
) -> None:
    """Once for an application; with an interest the person takes no part, and the lead is told to name another.

    The words stay with the lead authority, out of the log.
    """
    person_id = check_may_evaluate(actor)
    if application_id not in {row.application_id for row in line_rows(appointed_lines(person_id)).values()}:
        raise NotThere
    application = Application.objects.select_for_update().get(id=application_id)
    if fault := declaration_fault(has_interest, interest):
        raise Refused(fault, "interest")
    if InterestDeclaration.objects.filter(application=application, person_id=person_id).exists():
        raise Refused("You have declared your interests in this application.")
    declaration = InterestDeclaration.objects.create(
        application=application,
        person_id=person_id,
        has_interest=has_interest,
        interest=interest.strip() if has_interest else "",
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.INTERESTS_DECLARED,
        subject=declaration,
        about=application,
        has_interest=has_interest,
    )
    if has_interest:
        tell_people(
            cause=f"interest-declared:{declaration.id}",
            organisation_id=the_system().lead_id,
            roles=(Role.PROCUREMENT_OFFICER,),
            subject=f"Application {application.reference} needs another evaluator",
            sentence=f"{actor.name} has declared an interest and takes no part. Please appoint somebody else.",
            path=f"/council/applications/{application.id}/",
        )
