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
from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.mailed_codes import link_digest
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.audit import transaction_as
from fairplace.foundations.kernel.actor import SYSTEM, Actor
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
    organisation = Organisation.objects.select_for_update().get(id=invitation.organisation_id)
    inviter = actor_of(invitation.invited_by_id) if invitation.invited_by_id else SYSTEM
    if inviter is None or not _may_still_invite(inviter, organisation):
        raise NotThere
    waits = frozenset() if inviter == SYSTEM else held_back(inviter, organisation, None, invitation.roles)
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


def _may_still_invite(inviter: Actor, organisation: Organisation) -> bool:
    """Whoever administers the organisation; while nobody does, those who run Fairplace, and where there is nobody at
    all the system itself, at the command line."""
    administers = ADMINISTERS[organisation.kind].value
    if inviter.organisation_id == organisation.id and inviter.holds(administers):
        return True
    began = inviter == SYSTEM if organisation.kind == "operator" else inviter.holds(Role.OPERATOR.value)
    return began and not people_with_role(organisation.id, administers)
