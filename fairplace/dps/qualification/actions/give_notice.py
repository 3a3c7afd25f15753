"""A provider gives notice for a line, or takes it back (A1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.terms import terms_versions
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.terms_content import leaves_on
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Line, LineNotice
from fairplace.dps.qualification.permissions import check_may_sign_for_provider, person_of
from fairplace.dps.qualification.queries.leaving import notices_of
from fairplace.dps.qualification.queries.line_row import line_rows
from fairplace.dps.qualification.queries.terms_held import ON_THE_SYSTEM, terms_held
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def give_notice(*, actor: Actor, line_id: UUID, because: str, at: datetime) -> date:
    """The line leaves by itself after the months in its terms. Until then it stays as it is. Returns the day."""
    line = _own_line(actor, line_id)
    if notices_of([line_id]):
        raise Refused("Notice has been given for this place already.")
    months = _notice_months(line)
    leaves = leaves_on(at.astimezone(LONDON).date(), months)
    LineNotice.objects.create(
        line=line, given=True, leaves_on=leaves, because=because.strip(), by_id=person_of(actor), at=at
    )
    audit.record(
        actor=actor,
        kind=events.NOTICE_GIVEN,
        subject=line,
        about=line.application_id,
        leaves_on=leaves,
        months=months,
    )
    _tell_lead(actor, line, f"gives notice: the place leaves on {leaves:%-d %B %Y}", f"given:{at.isoformat()}")
    return leaves


@transaction.atomic
def take_back_notice(*, actor: Actor, line_id: UUID, at: datetime) -> None:
    """Before it takes effect."""
    line = _own_line(actor, line_id)
    if not notices_of([line_id]):
        raise Refused("No notice stands for this place.")
    LineNotice.objects.create(line=line, given=False, by_id=person_of(actor), at=at)
    audit.record(actor=actor, kind=events.NOTICE_TAKEN_BACK, subject=line, about=line.application_id)
    _tell_lead(actor, line, "takes its notice back: the place stays", f"taken-back:{at.isoformat()}")


def _own_line(actor: Actor, line_id: UUID) -> Line:
    line = lock_line(line_id)
    check_may_sign_for_provider(actor, line.provider_id)
    if line.state not in ON_THE_SYSTEM:
        raise Refused("Only a place that is on the system can leave it. Withdraw the application instead.")
    return line


def _notice_months(line: Line) -> int:
    held = terms_held(line_rows([line.id]).values(), terms_versions()).get(line.id)
    if held is None:  # nobody is on the system without terms
        raise NotThere
    return held.content.notice_months


def _tell_lead(actor: Actor, line: Line, what: str, step: str) -> None:
    tell_people(
        cause=f"notice:{line.id}:{step}",
        organisation_id=the_system().lead_id,
        roles=(Role.CONTRACT_MANAGER,),
        subject=f"{actor.organisation_name} {what.split(':')[0]}",
        sentence=f"{actor.organisation_name} {what}.",
        path=f"/council/applications/lines/{line.id}/story/",
    )
