"""A competition may end without an award: with its reason, on the record (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.end_part import end_competition
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing, standing_of
from fairplace.dps.competitions.models import Bid
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

_S = CompetitionStanding


@transaction.atomic
def end_without_award(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> None:
    """From the opening on, but never over the head of a provider that was told it won, nor while a bid that is still in
    the running has not been marked and scored.
    """
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        _S.NO_COMPLIANT_BID,
        _S.EVALUATING,
        _S.PRICE_QUESTIONED,
        _S.SCORED,
        _S.WITH_FAMILY,
        _S.TO_AWARD,
        otherwise="This competition cannot end without an award now.",
    )
    unscored = standing_of(competition) in {_S.EVALUATING, _S.PRICE_QUESTIONED}
    if unscored and Bid.objects.filter(competition=competition, excluded_because="").exists():
        raise Refused("Mark and score the bids first: they were made in good faith.")
    if len(because.split()) < 3:
        raise Refused("Give the reason in a sentence: every bidder can read it.", "because")
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
    end_competition(competition, because.strip(), actor=actor, at=at)
