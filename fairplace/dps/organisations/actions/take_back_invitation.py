"""A bid manager takes an invitation back before it is accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import ColleagueInvitation
from fairplace.dps.organisations.permissions import check_may_invite
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def take_back_invitation(*, actor: Actor, invitation_id: UUID, at: datetime) -> None:
    """Its link is good for nothing then. NotThere when it was accepted, or is another's."""
    organisation_id, _ = check_may_invite(actor)
    changed = ColleagueInvitation.objects.filter(
        id=invitation_id, organisation_id=organisation_id, accepted_at=None, taken_back_at=None
    ).update(taken_back_at=at)
    if not changed:
        raise NotThere
    audit.record(
        actor=actor,
        kind=events.INVITATION_TAKEN_BACK,
        subject=audit.Subject("organisations.colleagueinvitation", invitation_id),
        about=organisation_id,
    )
