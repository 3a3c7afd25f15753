"""Invitations and bids of one competition, and their scores by the published method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.seed.places import Place
from benchmarks.seed.referrals import PRICE_WEIGHT, WEIGHTS, Referral
from fairplace.dps.competitions.rules import evaluation_record as form
from fairplace.dps.competitions.rules.bid_content import BidContent, Submission
from fairplace.dps.competitions.rules.evaluation_record import CriterionKind
from fairplace.dps.competitions.rules.prices import weekly_price
from fairplace.dps.competitions.rules.scoring import evaluate
from fairplace.foundations.kernel.grid import distance_band
from fairplace.foundations.kernel.identifiers import new_id

STATEMENT = "We would start with a visit, agree small steps with the child and look at them every fortnight. " * 18
HOW = "A named member of staff trained for this is on every shift, and the plan is looked at each month."
TOP_MARK = Decimal(5)
KINDS = {
    "price": CriterionKind.PRICE,
    "outcomes": CriterionKind.STATEMENT,
    "needs": CriterionKind.NEEDS,
    "features": CriterionKind.FEATURES,
    "location": CriterionKind.LOCATION,
    "competency": CriterionKind.COMPETENCY,
}


@dataclass(frozen=True, slots=True)
class Invitation:
    id: UUID
    place: Place
    miles: Decimal
    answer: str

    @property
    def band(self) -> str:
        return distance_band(self.miles)

    def unanswered(self) -> Invitation:
        return replace(self, answer="")


@dataclass(frozen=True, slots=True)
class Bid:
    id: UUID
    sent: Invitation
    label: str
    content: BidContent
    mark: Decimal
    weekly_price: Decimal


def draw_bid(chance: Random, at: int, sent: Invitation, referral: Referral, closes_at: datetime) -> Bid:
    """Meets the essential need in 49 of 50; may fall below its core costs, never rise above them."""
    kept = Decimal(chance.randint(90, 100)) / 100
    essential, *others = (need.code for need in referral.needs)
    met = [code for code in others if chance.random() < 0.85] + [essential] * (chance.random() < 0.98)
    headings = [heading.code for heading in referral.category.content.headings_for(referral.kind)]
    carried = {code: sent.place.core_costs[code] for code in headings}
    content = BidContent(
        needs_met=tuple(met),
        features_met=tuple(item.code for item in referral.features if chance.random() < 0.8),
        how=dict.fromkeys(met, HOW),
        statement=STATEMENT,
        core_costs={code: (amount * kept).quantize(Decimal("0.01")) for code, amount in carried.items()},
        carried=carried,
        priced_needs={code: Decimal(chance.randint(2_000, 30_000)) / 100 for code in met[:2]},
        edition="seeded",
        submission=Submission(closes_at, sent.place.provider.bid_manager, "Bid Manager", "R" * 24, "s", "seeded", "d"),
    )
    mark = Decimal(chance.randint(4, 10)) / 2
    price = weekly_price([*content.core_costs.values()], [*content.priced_needs.values()], content.discount_percent)
    return Bid(new_id(), sent, f"Bidder {chr(65 + at % 26)}{at // 26 or ''}", content, mark, price)


def scored(referral: Referral, bids: Sequence[Bid]) -> tuple[dict[str, object], dict[str, Any]]:
    """The record and the result, as a scorecard keeps them."""
    weights = {"price": PRICE_WEIGHT, **WEIGHTS}
    record = form.EvaluationRecord(
        form.Referral(
            reference=referral.reference,
            price_weight=PRICE_WEIGHT,
            quality_weight=100 - PRICE_WEIGHT,
            criteria=tuple(
                form.Criterion(code, kind, weights[code], TOP_MARK if kind is CriterionKind.STATEMENT else None)
                for code, kind in KINDS.items()
            ),
            needs=tuple(form.Item(one.code, one.marks, at == 0) for at, one in enumerate(referral.needs)),
            features=tuple(form.Item(one.code, one.marks) for one in referral.features),
            family_choice=None if referral.choice_by == "nobody" else form.FamilyChoice(),
        ),
        tuple(_entered(bid) for bid in bids),
    )
    return record.as_json(), evaluate(record).as_json()


def _entered(bid: Bid) -> form.Bid:
    content, place = bid.content, bid.sent.place
    return form.Bid(
        id=bid.label,
        core_costs=tuple(
            form.CoreCost(code, content.carried[code], amount) for code, amount in content.core_costs.items()
        ),
        priced_needs=tuple(form.PricedNeed(code, weekly) for code, weekly in content.priced_needs.items()),
        needs_met=content.needs_met,
        features_met=content.features_met,
        miles=bid.sent.miles,
        competency_score=place.competency,
        statement_marks={"outcomes": bid.mark},
        discount_percent=content.discount_percent,
    )
