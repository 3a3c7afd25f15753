"""A council comes to Fairplace: registered by those who run it, its first administrator invited (P1, X1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.actions.invitation_part import make_invitation
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.models import ColleagueInvitation, Organisation
from fairplace.dps.organisations.permissions import check_may_begin_council
from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.mailed_codes import INVITATION_LASTS
from fairplace.dps.organisations.rules.ons_codes import read_ons_code
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message


@transaction.atomic
def begin_council(
    *, actor: Actor, name: str, ons_code: str, person_name: str, email: str, colour: str = "", at: datetime
) -> UUID:
    """Registered, and its first administrator invited. Refused: a code that is none or is registered already, an
    address that signs in already."""
    check_may_begin_council(actor)
    code = read_ons_code(ons_code)
    if Organisation.objects.filter(ons_code=code).exists():
        raise Refused("A council with this code is registered already.", "ons_code")
    council_id = register_organisation(
        actor=actor, kind="council", name=name.strip(), ons_code=code, colour=colour, at=at
    )
    invite_first_administrator(actor=actor, council_id=council_id, person_name=person_name, email=email, at=at)
    return council_id


@transaction.atomic
def invite_first_administrator(*, actor: Actor, council_id: UUID, person_name: str, email: str, at: datetime) -> UUID:
    """Only while nobody administers the council's people: after that they invite each other. A link that was sent
    before, perhaps to a wrong address, opens nothing any more."""
    check_may_begin_council(actor)
    council = Organisation.objects.select_for_update().filter(id=council_id, kind="council", merged_at=None).first()
    if council is None:
        raise NotThere
    if people_with_role(council.id, Role.ADMINISTRATOR):
        raise Refused(f"Somebody administers the people of {council.name} already, and invites them.")
    with audit.transaction_as(replace(SYSTEM, organisation_id=council.id)):  # an invitation is the council's own
        ColleagueInvitation.objects.filter(organisation=council, accepted_at=None, taken_back_at=None).update(
            taken_back_at=at
        )
        try:
            invitation, link = make_invitation(
                actor=actor,
                organisation_id=council.id,
                name=person_name,
                email=email,
                roles=[Role.ADMINISTRATOR.value],
                at=at,
            )
        except Refused as refused:
            raise Refused(refused.sentence, "person_name" if refused.field == "name" else refused.field) from None
    queue_message(
        key=f"first-administrator-invited:{invitation.id}",
        to=invitation.email,
        subject=f"Begin with Fairplace for {council.name}",
        body=(
            f"Dear {invitation.name}\n\n{actor.name} of {actor.organisation_name}, who runs Fairplace, asks you to"
            f" administer the people of {council.name} there: you invite your colleagues and say what each may do."
            f" Open this link within {INVITATION_LASTS.days} days and choose a password:\n\n{link}\n\nIf you do not"
            " know what this is about, you need do nothing.\n\nFairplace"
        ),
        private=True,
    )
    return invitation.id
