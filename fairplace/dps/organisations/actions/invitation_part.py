"""Parts of larger actions: the link that makes somebody an account, once, and the end of what somebody began."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import ColleagueInvitation, Person, RoleChange
from fairplace.dps.organisations.rules.mailed_codes import INVITATION_LASTS, link_digest
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


def make_invitation(
    *, actor: Actor, organisation_id: UUID, name: str, email: str, roles: Collection[str], at: datetime
) -> tuple[ColleagueInvitation, str]:
    """The invitation and its link; the database keeps the link's digest alone. Refused: no name, an address that signs
    in already. Who acts has been checked."""
    if not name.strip():
        raise Refused("Enter the person's name.", "name")
    address = email.strip().lower()
    if Person.objects.filter(email__iexact=address).exists():
        raise Refused("Somebody already signs in with this e-mail address.", "email")
    token = secrets.token_urlsafe(32)
    invitation = ColleagueInvitation.objects.create(
        organisation_id=organisation_id,
        name=name.strip(),
        email=address,
        roles=sorted(roles),
        token_sha256=link_digest(token),
        invited_by_id=actor.person_id,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    audit.record(
        actor=actor, kind=events.COLLEAGUE_INVITED, subject=invitation, about=organisation_id, roles=sorted(roles)
    )
    return invitation, f"{settings.PUBLIC_ADDRESS}/invited/{token}/"


def end_what_they_began(person_ids: Collection[UUID], at: datetime) -> None:
    """Links that they sent open nothing any more, and what they asked for is not agreed to: whoever goes leaves no door
    open behind them."""
    sent = ColleagueInvitation.objects.filter(invited_by_id__in=person_ids, accepted_at=None, taken_back_at=None)
    sent.update(taken_back_at=at)
    RoleChange.objects.filter(asked_by_id__in=person_ids, decided_at=None).update(decided_at=at)
