"""The link of an invitation makes an account, once (Q1, X8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.models import ColleagueInvitation
from fairplace.dps.organisations.rules.mailed_codes import link_digest
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, at: datetime) -> UUID:
    """The person who may sign in now. NotThere for a link that was used, taken back or has expired."""
    invitation = ColleagueInvitation.objects.select_for_update().filter(token_sha256=link_digest(token)).first()
    if invitation is None or invitation.accepted_at or invitation.taken_back_at or invitation.expires_at < at:
        raise NotThere
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    return add_person(
        actor=SYSTEM,
        organisation_id=invitation.organisation_id,
        name=name.strip() or invitation.name,
        email=invitation.email,
        roles=invitation.roles,
        password=password,
        at=at,
    )
