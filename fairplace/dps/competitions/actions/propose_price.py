"""After the bidder's explanation, or its time: a low price is proposed to be accepted, or excluded (reg 69)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.proposal_part import propose
from fairplace.dps.competitions.models import PriceQuestion
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.low_prices import may_decide
from fairplace.dps.competitions.rules.second_person import PRICE
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def propose_price(*, actor: Actor, bid_id: UUID, outcome: str, because: str, at: datetime) -> UUID:
    """Never before the bidder could answer (reg 69)."""
    found = PriceQuestion.objects.filter(bid_id=bid_id).first()
    if found is None:
        raise NotThere
    competition = lock_competition(found.competition_id)
    check_may_run(actor, competition.council_id)
    question = PriceQuestion.objects.select_related("bid").get(id=found.id)
    require_standing(
        competition, CompetitionStanding.PRICE_QUESTIONED, otherwise="No price is decided about here any more."
    )
    if question.accepted is not None or question.bid.excluded_because:
        raise Refused("This price has been decided about.")
    if not may_decide(question.answered_at is not None, question.answer_by, clock.now()):
        raise Refused("Wait for the bidder’s explanation, or until its time is over: nothing is decided before.")
    return propose(competition, PRICE, outcome=outcome, because=because, actor=actor, at=at, bid=question.bid)
