"""What was decided on the way to an award, for each bidder's letter: a waiver, its own price, an earlier award (C7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Award, Bid, PriceQuestion, Proposal
from fairplace.dps.competitions.rules.second_person import PRICE, WAIVER
from fairplace.foundations.kernel.working_days import LONDON


def letter_notes(competition_id: UUID, bids: Iterable[Bid]) -> dict[UUID, list[str]]:
    """Bid to sentences. Only in a transaction of the council; nothing of another bidder's price is in them."""
    agreed = list(Proposal.objects.filter(competition_id=competition_id, agreed=True).order_by("decided_at"))
    common = [_waived(one) for one in agreed if one.kind == WAIVER]
    earlier = Award.objects.filter(competition_id=competition_id).exclude(set_aside="").order_by("declined_at")
    common += [
        f"An earlier award was set aside on {_day(one.declined_at)}: {one.declined_because}"
        for one in earlier
        if one.declined_at
    ]
    prices = {one.bid_id: one for one in agreed if one.kind == PRICE}
    asked = {one.bid_id: one for one in PriceQuestion.objects.filter(competition_id=competition_id)}
    return {bid.id: [*common, *_price(bid.id, asked, prices)] for bid in bids}


def _waived(proposal: Proposal) -> str:
    return (
        "No bid met every essential item. Before anybody saw a price, a mark or a name, two people of the council"
        f" dropped “essential” from every item, for all bidders alike. Their reason: {proposal.because}"
    )


def _price(bid_id: UUID, asked: Mapping[UUID, PriceQuestion], decided: Mapping[UUID | None, Proposal]) -> list[str]:
    if bid_id not in asked:
        return []
    question = asked[bid_id]
    told = [f"On {_day(question.asked_at)} you were asked to explain your price, which seemed abnormally low by the"
            " published rule."]  # fmt: skip
    told.append(
        f"You explained it on {_day(question.answered_at)}."
        if question.answered_at
        else "You gave no explanation in time."
    )
    if bid_id in decided:
        what = "accept it" if question.accepted else "exclude the bid"
        told.append(f"Two people of the council decided to {what}. Their reason: {decided[bid_id].because}")
    return [" ".join(told)]


def _day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %B %Y}"
