"""Silence means first place: the family's time is up (C5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

SILENCE = "No answer came in time, so first place stands."


@transaction.atomic
def end_family_choice(*, actor: Actor, choice_id: UUID, at: datetime) -> None:
    """For the job. Refused before the time is up, or when the family has answered: the lock decides who was first."""
    found = FamilyChoice.objects.get(id=choice_id)
    competition = lock_competition(found.competition_id)
    choice = FamilyChoice.objects.select_for_update().get(id=choice_id)
    if choice.answered_at is not None or choice.ended_because or at < choice.expires_at:
        raise Refused("This choice has ended, or its time is not up.")
    choice.ended_because = SILENCE
    choice.code_sha256 = None
    choice.save(update_fields=["ended_because", "code_sha256"])
    audit.record(
        actor=actor, kind=events.FAMILY_CHOICE_ENDED, subject=choice, about=competition.referral_id, because=SILENCE
    )
    if standing_of(competition) is not CompetitionStanding.WITH_FAMILY:
        return
    council = for_the_council(competition)
    with audit.transaction_as(council):
        settle_competition(competition, actor=council, at=at)
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"family-silent:{choice.id}",
        subject=f"To award: {reference}",
        body=f"The family's time to choose for {reference} is over and no answer came. First place can be awarded.",
    )
