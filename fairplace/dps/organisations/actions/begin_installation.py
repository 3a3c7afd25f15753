"""The first of those who run Fairplace, on an installation where there is nobody yet (X1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from fairplace.dps.organisations.actions.invitation_part import make_invitation
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.models import ColleagueInvitation, Organisation
from fairplace.dps.organisations.permissions import check_may_register_organisation
from fairplace.dps.organisations.queries.people import everyone_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def begin_installation(*, actor: Actor, organisation_name: str, person_name: str, email: str, at: datetime) -> str:
    """The link that makes the first operator's account. It goes to nobody by e-mail: whoever may run this command may
    have it. Asked for again before it was used, the link of before opens nothing any more; the organisation keeps its
    first name. Refused once somebody runs Fairplace."""
    check_may_register_organisation(actor)
    if everyone_with_role(Role.OPERATOR):
        raise Refused("Somebody runs this Fairplace already. They invite the next by the page People.")
    operator_id = Organisation.objects.filter(kind="operator").values_list("id", flat=True).first()
    if operator_id is None:
        if not organisation_name.strip():
            raise Refused("Say which organisation runs this Fairplace.", "organisation_name")
        operator_id = register_organisation(actor=actor, kind="operator", name=organisation_name.strip(), at=at)
    Organisation.objects.select_for_update().get(id=operator_id)
    with audit.transaction_as(replace(SYSTEM, organisation_id=operator_id)):  # an invitation is its organisation's own
        ColleagueInvitation.objects.filter(organisation_id=operator_id, accepted_at=None, taken_back_at=None).update(
            taken_back_at=at
        )
        _, link = make_invitation(
            actor=actor,
            organisation_id=operator_id,
            name=person_name,
            email=email,
            roles=[Role.OPERATOR.value],
            at=at,
        )
    return link
