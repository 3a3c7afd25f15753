"""A competition may end without an award: with its reason, on the record (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing, standing_of
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Bid, FamilyChoice
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.actions.close_referral import close_referral
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

_S = CompetitionStanding


@transaction.atomic
def end_without_award(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> None:
    """From the opening on, but never over the head of a provider that was told it won."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        _S.EVALUATING,
        _S.SCORED,
        _S.WITH_FAMILY,
        _S.TO_AWARD,
        otherwise="This competition cannot end without an award now.",
    )
    bids = list(Bid.objects.filter(competition=competition))
    if standing_of(competition) is _S.EVALUATING and bids:
        raise Refused("Mark and score the bids first: they were made in good faith.")
    if len(because.split()) < 3:
        raise Refused("Give the reason in a sentence: every bidder can read it.", "because")
    FamilyChoice.objects.filter(competition=competition, answered_at__isnull=True, ended_because="").update(
        ended_because="The competition ended without an award."
    )
    move_competition(competition, _S.NO_AWARD, actor=actor, at=at, because=because.strip())
    audit.record(
        actor=actor,
        kind=events.COMPETITION_ENDED_WITHOUT_AWARD,
        subject=competition,
        about=competition.referral_id,
        bids=len(bids),
    )
    referral = referral_for_bidder(competition.referral_id)
    end_disclosures(actor=actor, referral_id=competition.referral_id, because="No award was made.", at=at)
    close_referral(actor=actor, referral_id=competition.referral_id, because="No award was made.", at=at)
    for bid in bids:
        tell_provider(
            bid.provider_id,
            key=f"no-award:{competition.id}",
            subject=f"The result of {referral.reference}",
            body=f"{referral.council_name} has ended {referral.reference} without an award. The reason is on its page.",
        )
