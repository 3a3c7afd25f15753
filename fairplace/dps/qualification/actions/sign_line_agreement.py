"""Both sides sign, the provider first; with the second signature the line is accredited (Q11, A1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import AgreementSignature, Line
from fairplace.dps.qualification.permissions import check_may_sign_for_lead, check_may_sign_for_provider, person_of
from fairplace.dps.qualification.queries.agreements import agreement_facts
from fairplace.dps.qualification.rules.agreement_text import text_digest
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def sign_line_agreement(*, actor: Actor, line_id: UUID, name_typed: str, at: datetime) -> None:
    """name_typed: the signer's own name, typed out. Both signatures are under the same text, known by its digest."""
    line = lock_line(line_id)
    place = _place_of(actor, line)
    if line.state != LineStanding.APPROVED.value:
        raise Refused("There is nothing to sign for this line now.")
    signed = {row.place: row for row in AgreementSignature.objects.filter(line=line)}
    if place in signed:
        raise Refused("This agreement has already been signed for your organisation.")
    if place == 2 and 1 not in signed:
        raise Refused("The provider signs first. You can sign as soon as they have.")
    if " ".join(name_typed.split()).casefold() != actor.name.casefold():
        raise Refused(f"Type your name as it stands in your account: {actor.name}.", "name_typed")
    facts = agreement_facts(line_id)
    digest = text_digest(facts)
    if place == 2 and signed[1].text_sha256 != digest:
        raise Refused("The text has changed since the provider signed it, so it cannot be signed.")
    AgreementSignature.objects.create(
        line=line,
        place=place,
        organisation_id=line.provider_id if place == 1 else the_system().lead_id,
        person_id=person_of(actor),
        name_typed=" ".join(name_typed.split()),
        terms_version=facts.terms_version,
        text_sha256=digest,
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.AGREEMENT_SIGNED,
        subject=line,
        about=line.application_id,
        place=place,
        terms_version=facts.terms_version,
        text_sha256=digest,
    )
    if place == 1:
        _ask_lead(line)
    else:
        _accredit(actor, line, at)


def _place_of(actor: Actor, line: Line) -> int:
    if actor.is_provider:
        check_may_sign_for_provider(actor, line.provider_id)
        return 1
    if actor.is_council:
        check_may_sign_for_lead(actor, the_system().lead_id)
        return 2
    raise NotThere


def _accredit(actor: Actor, line: Line, at: datetime) -> None:
    line.accredited_at = at
    line.save(update_fields=["accredited_at"])
    move_line(line, LineStanding.ACCREDITED, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.LINE_ACCREDITED,
        subject=line,
        about=line.application_id,
        establishment_id=line.establishment_id,
        category_id=line.category_id,
        competency_score=line.competency_score,
    )
    tell_people(
        cause=f"line-accredited:{line.id}",
        organisation_id=line.provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject="You are on the system",
        sentence="Both sides have signed. From now on this place is invited to every referral that it can meet.",
        path="/provider/places/",
    )


def _ask_lead(line: Line) -> None:
    tell_people(
        cause=f"line-to-sign:{line.id}",
        organisation_id=the_system().lead_id,
        roles=(Role.COUNCIL_SIGNATORY, Role.PROCUREMENT_OFFICER),
        subject="An agreement of accreditation waits for your signature",
        sentence="The provider has signed. The place joins when you have signed too.",
        path=f"/council/applications/agreements/{line.id}/",
    )
