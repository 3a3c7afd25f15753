"""The council calls a competition off, before bids are scored, with a reason and a letter to all invited (R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.models import Invitation
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.invitation_letter import cancelled_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.cancel_referral import cancel_referral
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def cancel_competition(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> None:
    """Refused once bids are scored: from then on it ends by an award, or without one and with reasons."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    if not because.strip():
        raise Refused("Say why the referral is cancelled.", "because")
    referral_id = competition.referral_id
    move_competition(competition, CompetitionStanding.CANCELLED, actor=actor, at=at, because=because.strip())
    cancel_referral(actor=actor, referral_id=referral_id, because=because, at=at)
    end_disclosures(actor=actor, referral_id=referral_id, because="The referral was cancelled.", at=at)
    audit.record(actor=actor, kind=events.COMPETITION_CANCELLED, subject=competition, about=referral_id)
    referral = referral_for_bidder(referral_id)
    invited = set(Invitation.objects.filter(competition=competition).values_list("provider_id", flat=True))
    letters = []
    for person in people_with_role_in(invited, Role.BID_MANAGER.value):
        subject, body = cancelled_letter(name=person.name, council=referral.council_name, reference=referral.reference)
        letters.append(Letter(f"cancelled:{competition_id}:{person.id}", person.email, subject, body))
    queue_messages(letters)
