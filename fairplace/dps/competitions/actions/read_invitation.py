"""A signed-in person opens the referral's page: it is read (R6). The first time counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Invitation
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def read_invitation(*, actor: Actor, invitation_id: UUID, at: datetime) -> None:
    """Idempotent: reading again changes and records nothing."""
    mine = Invitation.objects.filter(id=invitation_id, provider_id=actor.organisation_id)
    if not mine.exists():
        raise NotThere
    if mine.filter(read_at__isnull=True).update(read_at=at, read_by_id=actor.person_id):
        invitation = mine.select_related("competition").get()
        audit.record(
            actor=actor,
            kind=events.INVITATION_READ,
            subject=invitation,
            about=invitation.competition.referral_id,
        )
