"""Whoever administers an organisation's people invites a colleague, or a helper who may fill in but not send (Q1, X1,
X8); the link makes the account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.actions.invitation_part import make_invitation
from fairplace.dps.organisations.models import ColleagueInvitation
from fairplace.dps.organisations.permissions import check_may_invite
from fairplace.dps.organisations.rules.administering import check_together
from fairplace.dps.organisations.rules.mailed_codes import INVITATION_LASTS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message

MOST_A_DAY = 30


@transaction.atomic
def invite_colleague(*, actor: Actor, name: str, email: str, roles: Collection[str], at: datetime) -> UUID:
    """Refused: no role, a helper with another role beside it, an address that signs in already."""
    organisation_id, _ = check_may_invite(actor)
    duties = sorted({Role(role).value for role in roles})
    if not duties:
        raise Refused("Select what this person may do.", "roles")
    if any(Role(role).organisation_kind != actor.organisation_kind for role in duties):
        raise NotThere
    check_together(duties)
    lately = ColleagueInvitation.objects.filter(organisation_id=organisation_id, invited_at__gt=at - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise Refused(f"{MOST_A_DAY} people were invited within a day. Go on tomorrow.")
    invitation, link = make_invitation(
        actor=actor, organisation_id=organisation_id, name=name, email=email, roles=duties, at=at
    )
    queue_message(
        key=f"colleague-invited:{invitation.id}",
        to=invitation.email,
        subject=f"{actor.organisation_name} asks you to work with it on Fairplace",
        body=(
            f"Dear {invitation.name}\n\n{actor.name} of {actor.organisation_name} asks you to work with them on"
            f" Fairplace. Open this link within {INVITATION_LASTS.days} days and choose a password:\n\n{link}\n\nIf you"
            " do not know them, you need do nothing.\n\nFairplace"
        ),
        private=True,
    )
    return invitation.id
