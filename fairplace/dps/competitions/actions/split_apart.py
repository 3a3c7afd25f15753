"""Nobody took all of the brothers and sisters: a referral for each, once the competition for all is over (R2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.models import Competition
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.actions.split_referral import split_referral
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def split_apart(*, actor: Actor, referral_id: UUID, at: datetime) -> list[UUID]:
    """Returns the drafts. Of a draft too, which was never put to the market. Never of children who were placed."""
    found = Competition.objects.filter(referral=referral_id).values_list("pk", flat=True).first()
    if found is not None:
        competition = lock_competition(found)
        check_may_run(actor, competition.council_id)
        require_standing(
            competition,
            CompetitionStanding.CANCELLED,
            CompetitionStanding.NO_AWARD,
            otherwise="Places are asked for all of them together. First that must be cancelled, or end without award.",
        )
    return split_referral(actor=actor, referral_id=referral_id, at=at)
