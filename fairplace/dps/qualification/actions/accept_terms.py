"""A provider's signatory accepts new terms, for some of its lines or for all at once (A8)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_lines
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import TermsAcceptance
from fairplace.dps.qualification.permissions import check_may_sign_for_provider, person_of
from fairplace.dps.qualification.queries.terms_held import asked_lines
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def accept_terms(*, actor: Actor, terms_id: UUID, line_ids: Collection[UUID], name_typed: str, at: datetime) -> None:
    """Also after the date. A suspended line stays suspended: the lead authority, told, reinstates it (A4)."""
    if not line_ids:
        raise Refused("Select at least one place.", "lines")
    lines = lock_lines(line_ids)
    for line in lines:
        check_may_sign_for_provider(actor, line.provider_id)
    typed = " ".join(name_typed.split())
    if typed.casefold() != actor.name.casefold():
        raise Refused(f"Type your name as it stands in your account: {actor.name}.", "name_typed")
    asked = {row.line.id: row for row in asked_lines(id__in=list(line_ids)) if row.asked.id == terms_id}
    if missing := [line for line in lines if line.id not in asked]:
        raise Refused(
            f"{len(missing)} of the places selected are no longer asked to accept this version. Look at the list again."
        )
    TermsAcceptance.objects.bulk_create(
        TermsAcceptance(line=line, terms_id=terms_id, person_id=person_of(actor), name_typed=typed, at=at)
        for line in lines
    )
    for line in lines:
        audit.record(
            actor=actor,
            kind=events.TERMS_ACCEPTED,
            subject=line,
            about=line.application_id,
            terms_id=terms_id,
            label=asked[line.id].asked.label,
        )
    suspended = [line for line in lines if line.state == LineStanding.SUSPENDED.value]
    if suspended:
        tell_people(
            cause=f"terms-accepted-late:{suspended[0].id}:{terms_id}",
            organisation_id=the_system().lead_id,
            roles=(Role.CONTRACT_MANAGER,),
            subject="A suspended place has accepted the new terms",
            sentence=f"{actor.organisation_name} has accepted. If nothing else is missing, reinstate the place.",
            path=f"/council/applications/lines/{suspended[0].id}/",
        )
