"""The order of seeing after the opening: essential items first; statements only when a bid meets them all (rule 3)."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.evaluation import essentials_missed
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.tell_evaluators import tell_evaluators
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import Bid, Competition
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


def begin_evaluation(competition: Competition, *, actor: Actor, at: datetime) -> None:
    """Part of the opening. While no bid is compliant, nobody sees a statement, a price or a name: the officer drops
    "essential" for all with a second person, or ends the competition.
    """
    bids = list(Bid.objects.filter(competition=competition, excluded_because="").select_related("invitation"))
    missed = essentials_missed(competition, bids)
    if not bids or len(missed) < len(bids):
        move_competition(competition, CompetitionStanding.EVALUATING, actor=actor, at=at)
        if bids:
            tell_evaluators(competition)
        else:
            _tell_of_none(competition)
        return
    move_competition(competition, CompetitionStanding.NO_COMPLIANT_BID, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.NO_BID_COMPLIANT,
        subject=competition,
        about=competition.referral_id,
        missed=missed,
    )
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"no-compliant-bid:{competition.id}",
        subject=f"No bid meets every essential item: {reference}",
        body=f"The bids for {reference} are open, and none meets every essential item. You can drop “essential” from"
        " every item, for all bidders, with a second person; or end it without an award.",
    )


def _tell_of_none(competition: Competition) -> None:
    """There is nothing to mark, so it is the officer that goes on, today."""
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"no-bid:{competition.id}",
        subject=f"Nobody made a bid: {reference}",
        body=f"The time to bid for {reference} is over, and there is no bid to open. End it without an award; then you"
        " can issue the referral again, with a wider search.",
    )
