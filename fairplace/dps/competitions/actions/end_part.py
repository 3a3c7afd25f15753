"""A competition ends without an award: part of every action that ends it so (C6)."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.evaluation import essentials_missed
from fairplace.dps.competitions.actions.exclude_bid import exclude_bid
from fairplace.dps.competitions.actions.give_feedback import give_result_without_award
from fairplace.dps.competitions.actions.lock_competition import standing_of
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.proposal_part import drop_proposals
from fairplace.dps.competitions.models import Bid, Competition, FamilyChoice
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.actions.close_referral import close_referral
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor

ENDED = "The competition ended without an award."


def end_competition(competition: Competition, because: str, *, actor: Actor, at: datetime) -> None:
    """Everyone who bid is told, with their scores and the reason (C7). The caller holds the lock, has asked who
    may, and acts for the council.
    """
    FamilyChoice.objects.filter(competition=competition, answered_at__isnull=True, ended_because="").update(
        ended_because=ENDED
    )
    drop_proposals(competition, ENDED, at=at)
    bids = list(Bid.objects.filter(competition=competition))
    if standing_of(competition) is CompetitionStanding.NO_COMPLIANT_BID:
        for bid in bids:
            if missed := essentials_missed(competition, [bid]):
                exclude_bid(competition, bid, missed[bid.label], actor=actor)
    move_competition(competition, CompetitionStanding.NO_AWARD, actor=actor, at=at, because=because)
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
    give_result_without_award(competition, referral, because, actor=actor, at=at)
