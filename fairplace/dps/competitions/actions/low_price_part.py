"""Prices that seem abnormally low: found by the published rule, asked about, decided by two persons (reg 69)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.evaluation import priced_bids
from fairplace.dps.competitions.actions.exclude_bid import exclude_bid
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Bid, Competition, PriceQuestion, Proposal
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.low_prices import answer_by, low_prices
from fairplace.dps.competitions.rules.second_person import EXCLUDE
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time

NOT_ACCOUNTED_FOR = "Its price is abnormally low, and what was said of it does not account for it."


def question_low_prices(competition: Competition, bids: Sequence[Bid], *, actor: Actor, at: datetime) -> bool:
    """Whether any price was questioned: then no score is worked out before two persons have decided about it."""
    referral = referral_for_bidder(competition.referral_id)
    content = content_of(referral.category_version_id)
    low = low_prices(priced_bids(competition, bids), content)
    if not low:
        return False
    until = answer_by(at, content, content.response_time(referral.urgency))
    for bid in bids:
        if bid.label in low:
            _ask(competition, bid, referral, until, actor=actor, at=at)
    move_competition(
        competition, CompetitionStanding.PRICE_QUESTIONED, actor=actor, at=at, because="A price seems abnormally low."
    )
    return True


def undecided(competition: Competition) -> int:
    """How many prices two persons still have to decide about; a bid that is out by now needs no decision."""
    return PriceQuestion.objects.filter(
        competition=competition, accepted__isnull=True, bid__excluded_because=""
    ).count()


def decide_price(competition: Competition, proposal: Proposal, *, actor: Actor) -> None:
    """What two persons agreed. An excluded bid is out before any score is worked out (rule 9)."""
    bid = proposal.bid
    assert bid is not None
    excluded = proposal.outcome == EXCLUDE
    PriceQuestion.objects.filter(bid=bid).update(accepted=not excluded)
    if not excluded:
        audit.record(actor=actor, kind=events.PRICE_ACCEPTED, subject=bid, about=competition.referral_id)
        return
    exclude_bid(competition, bid, NOT_ACCOUNTED_FOR, actor=actor)


def _ask(
    competition: Competition, bid: Bid, referral: BidderReferral, until: datetime, *, actor: Actor, at: datetime
) -> None:
    question = PriceQuestion.objects.create(
        competition=competition,
        council_id=competition.council_id,
        provider_id=bid.provider_id,
        bid=bid,
        asked_at=at,
        answer_by=until,
    )
    audit.record(
        actor=actor,
        kind=events.PRICE_QUESTIONED,
        subject=question,
        about=competition.referral_id,
        bid_id=bid.id,
        answer_by=until,
    )
    tell_provider(
        bid.provider_id,
        key=f"price-questioned:{question.id}",
        subject=f"Explain your price: {referral.reference}",
        body=f"By the rule that its category published, the price of your bid for {referral.reference} seems abnormally"
        f" low. {referral.council_name} asks you to explain it by {day_and_time(until)}."
        " Nothing is decided before. Sign in to Fairplace and look under your tasks.",
    )
