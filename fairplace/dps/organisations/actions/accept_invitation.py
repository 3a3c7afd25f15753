"""The link of an invitation makes an account, once (Q1, X8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.role_changes import ask_for_roles, held_back
from fairplace.dps.organisations.models import ColleagueInvitation, Organisation, Person
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.organisations.queries.colleagues import who_invites
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.mailed_codes import link_digest
from fairplace.foundations.audit import transaction_as
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, at: datetime) -> UUID:
    """The person who may sign in now. Powerful roles wait for a second person, where one is needed: the link was the
    word of one. NotThere for a link that was used, taken back or has expired."""
    with transaction_as(replace(SYSTEM, organisation_id=who_invites(token))):
        return _accepted(token, name, password, at)


def _accepted(token: str, name: str, password: str, at: datetime) -> UUID:
    invitation = ColleagueInvitation.objects.select_for_update().filter(token_sha256=link_digest(token)).first()
    if invitation is None or invitation.accepted_at or invitation.taken_back_at or invitation.expires_at < at:
        raise NotThere
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    inviter = actor_of(invitation.invited_by_id)
    organisation = Organisation.objects.get(id=invitation.organisation_id)
    if inviter is None or not inviter.holds(ADMINISTERS[organisation.kind].value):
        raise NotThere
    waits = held_back(inviter, organisation, None, invitation.roles)
    person_id = add_person(
        actor=SYSTEM,
        organisation_id=invitation.organisation_id,
        name=name.strip() or invitation.name,
        email=invitation.email,
        roles=[role for role in invitation.roles if role not in waits],
        password=password,
        at=at,
    )
    if waits:
        person = Person.objects.select_related("organisation").get(id=person_id)
        ask_for_roles(actor=inviter, person=person, roles=waits, reason="Invited with these roles.", at=at)
    return person_id
