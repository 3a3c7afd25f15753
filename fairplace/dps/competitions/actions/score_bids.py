"""The bids are scored by the published method, and the published rules take it from there (C3, C4, C5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.evaluation import evaluate_bids, missing_evaluators, missing_marks
from fairplace.dps.competitions.actions.exclude_bid import exclude_bid
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing, standing_of
from fairplace.dps.competitions.actions.low_price_part import question_low_prices, undecided
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.models import Bid, Score, Scorecard
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.scoring import METHOD_VERSION
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.event_leaf import canonical_digest
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def score_bids(*, actor: Actor, competition_id: UUID, at: datetime) -> bool:
    """Once, when every statement has the mark that counts. False: a price seems abnormally low, so its bidder is asked
    first, and nothing is scored before two persons have decided about it. The record, the method's version and the
    result are kept as they are today: `fairplace evaluate` gives the same from the same record.
    """
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        CompetitionStanding.EVALUATING,
        CompetitionStanding.PRICE_QUESTIONED,
        otherwise="Scores are worked out once, after the bids were opened and marked.",
    )
    bids = list(Bid.objects.filter(competition=competition).select_related("invitation").order_by("label"))
    if not bids:
        raise Refused("There is no bid to score. End the competition without an award.")
    if all(bid.excluded_because for bid in bids):
        raise Refused("Every bid is excluded. End the competition without an award.")
    if missing_evaluators(competition):
        raise Refused("Too few people are left to mark: an evaluator has declared an interest. Name another.")
    if waiting := missing_marks(competition, bids):
        raise Refused(f"{waiting} of {len(bids)} statements still have no agreed mark.")
    if standing_of(competition) is CompetitionStanding.EVALUATING:
        if question_low_prices(competition, bids, actor=actor, at=at):
            return False
    elif waits := undecided(competition):
        raise Refused(f"Two people must first decide about {waits} {'price' if waits == 1 else 'prices'}.")
    evaluated = evaluate_bids(competition, bids)
    by_label = {bid.label: bid for bid in bids}
    for bid_label, because in evaluated.excluded.items():
        exclude_bid(competition, by_label[bid_label], because, actor=actor)
    Scorecard.objects.create(
        competition=competition,
        council_id=competition.council_id,
        method_version=METHOD_VERSION,
        record=evaluated.record,
        result=evaluated.result,
        at=at,
    )
    cards = {card["bid"]: card for card in evaluated.result["results"]}
    Score.objects.bulk_create(
        Score(
            competition=competition,
            council_id=competition.council_id,
            provider_id=bid.provider_id,
            bid=bid,
            rank=card.get("rank"),
            total=card.get("total"),
            quality=card.get("quality"),
            criteria=card.get("scores", {}),
            working=card.get("working", {}),
        )
        for bid, card in ((bid, cards.get(bid.label, {})) for bid in bids)
    )
    competition.scored_at = at
    competition.save(update_fields=["scored_at"])
    move_competition(competition, CompetitionStanding.SCORED, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.BIDS_SCORED,
        subject=competition,
        about=competition.referral_id,
        method_version=METHOD_VERSION,
        record_digest=canonical_digest(evaluated.record),
        result_digest=canonical_digest(evaluated.result),
        totals={label: card["total"] for label, card in cards.items()},
        family_choice=evaluated.result["family_choice"],
        winner=evaluated.result["winner"],
    )
    settle_competition(competition, actor=actor, at=at)
    return True
