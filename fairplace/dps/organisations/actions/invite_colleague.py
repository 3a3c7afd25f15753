"""Whoever administers an organisation's people invites a colleague, or a helper who may fill in but not send (Q1, X1,
X8); the link makes the account."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import ColleagueInvitation, Person
from fairplace.dps.organisations.permissions import check_may_invite
from fairplace.dps.organisations.rules.administering import check_together
from fairplace.dps.organisations.rules.mailed_codes import INVITATION_LASTS, link_digest
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message

MOST_A_DAY = 30


@transaction.atomic
def invite_colleague(*, actor: Actor, name: str, email: str, roles: Collection[str], at: datetime) -> UUID:
    """Refused: no role, a helper with another role beside it, an address that signs in already."""
    organisation_id, person_id = check_may_invite(actor)
    duties = sorted({Role(role).value for role in roles})
    if not duties:
        raise Refused("Select what this person may do.", "roles")
    if any(Role(role).organisation_kind != actor.organisation_kind for role in duties):
        raise NotThere
    check_together(duties)
    if not name.strip():
        raise Refused("Enter the person's name.", "name")
    address = email.strip().lower()
    if Person.objects.filter(email__iexact=address).exists():
        raise Refused("Somebody already signs in with this e-mail address.", "email")
    lately = ColleagueInvitation.objects.filter(organisation_id=organisation_id, invited_at__gt=at - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise Refused(f"{MOST_A_DAY} people were invited within a day. Go on tomorrow.")
    token = secrets.token_urlsafe(32)
    invitation = ColleagueInvitation.objects.create(
        organisation_id=organisation_id,
        name=name.strip(),
        email=address,
        roles=duties,
        token_sha256=link_digest(token),
        invited_by_id=person_id,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    queue_message(
        key=f"colleague-invited:{invitation.id}",
        to=address,
        subject=f"{actor.organisation_name} asks you to work with it on Fairplace",
        body=(
            f"Dear {invitation.name}\n\n{actor.name} of {actor.organisation_name} asks you to work with them on"
            f" Fairplace. Open this link within {INVITATION_LASTS.days} days and choose a password:\n\n"
            f"{settings.PUBLIC_ADDRESS}/invited/{token}/\n\nIf you do not know them, you need do nothing.\n\nFairplace"
        ),
        private=True,
    )
    audit.record(actor=actor, kind=events.COLLEAGUE_INVITED, subject=invitation, about=organisation_id, roles=duties)
    return invitation.id
