"""The evaluation record of one competition, and its result: what `fairplace evaluate` would be given (C3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fairplace.dps.competitions.actions.marking_part import latest_marks, participants
from fairplace.dps.competitions.models import Bid, Competition, Proposal
from fairplace.dps.competitions.queries.bid_miles import miles_of
from fairplace.dps.competitions.rules import evaluation_record as form
from fairplace.dps.competitions.rules.awarding import family_rule
from fairplace.dps.competitions.rules.bid_content import content_from_json
from fairplace.dps.competitions.rules.evaluation_record import CriterionKind
from fairplace.dps.competitions.rules.faults import RecordRefused
from fairplace.dps.competitions.rules.low_prices import PricedBid
from fairplace.dps.competitions.rules.publication import evaluators_needed
from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.scoring import evaluate, exclusion, price_of
from fairplace.dps.competitions.rules.second_person import WAIVER
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import PriceRange
from fairplace.dps.qualification.queries.line_states import line_states
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.marking import consensus
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations.kernel.refused import Refused

STATEMENT = "outcomes"
"""The code of the criterion that the statement is marked for."""
_KINDS = {
    STATEMENT: CriterionKind.STATEMENT,
    "needs": CriterionKind.NEEDS,
    "features": CriterionKind.FEATURES,
    "location": CriterionKind.LOCATION,
    "competency": CriterionKind.COMPETENCY,
}
_BID_FAULT = re.compile(r"bids\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """record and result as the contract writes them; excluded: label to the reason, in the record or not."""

    record: dict[str, Any]
    result: dict[str, Any]
    excluded: dict[str, str]


def missing_evaluators(competition: Competition) -> int:
    """How many more people must be named to mark: two mark, one in an emergency (C3)."""
    needed = evaluators_needed(referral_for_bidder(competition.referral_id).urgency)
    return max(0, needed - len(participants(competition)))


def missing_marks(competition: Competition, bids: Sequence[Bid]) -> int:
    """How many statements have no mark that counts yet; none where the category asks for no statement."""
    if content_of(referral_for_bidder(competition.referral_id).category_version_id).statement is None:
        return 0
    marks = counting_marks(competition)
    return sum(1 for bid in bids if not bid.excluded_because and bid.id not in marks)


def counting_marks(competition: Competition) -> dict[Any, Decimal]:
    """Bid to the agreed mark, or to the only evaluator's."""
    own, agreed = latest_marks(competition)
    taking_part = participants(competition)
    found = {}
    for bid_id in {*own, *agreed}:
        marks = [one.mark for person, one in own.get(bid_id, {}).items() if person in taking_part]
        alone = marks if len(taking_part) == 1 else []
        mark = consensus(alone, agreed[bid_id].mark if bid_id in agreed else None)
        if mark is not None:
            found[bid_id] = mark
    return found


def essentials_missed(competition: Competition, bids: Sequence[Bid]) -> dict[str, str]:
    """Label to the reason, of the bids in the running that do not meet every essential item (rule 3).

    Looks at ticks alone: no price, mark or name.
    """
    published = published_terms(competition)
    found = ((bid, exclusion(published, _bid(bid, published, Decimal(0), None))) for bid in bids if _is_in(bid))
    return {bid.label: reason for bid, reason in found if reason}


def priced_bids(competition: Competition, bids: Sequence[Bid]) -> dict[str, PricedBid]:
    """Label to price, of the compliant bids: accredited now, and with every essential item."""
    published = published_terms(competition)
    states = line_states(bid.invitation.line_id for bid in bids)
    missed = essentials_missed(competition, bids)
    found = {}
    for bid in bids:
        if not _is_in(bid) or bid.label in missed or states[bid.invitation.line_id] is not LineStanding.ACCREDITED:
            continue
        entered = _bid(bid, published, Decimal(0), None)
        found[bid.label] = PricedBid(
            weekly=price_of(entered),
            core=sum((cost.bid for cost in entered.core_costs), Decimal(0)),
            carried=sum((cost.carried for cost in entered.core_costs), Decimal(0)),
        )
    return found


def published_terms(competition: Competition) -> form.Referral:
    """What was published; with nothing essential any more where that was waived for all."""
    return _published(referral_for_bidder(competition.referral_id), waived=essentials_are_waived(competition))


def essentials_are_waived(competition: Competition) -> bool:
    return Proposal.objects.filter(competition=competition, kind=WAIVER, agreed=True).exists()


def _is_in(bid: Bid) -> bool:
    return not bid.excluded_because


def evaluate_bids(competition: Competition, bids: Sequence[Bid]) -> Evaluated:
    """A bid that breaks the rules of a record is left out of it with the fault as its reason; the rest are scored."""
    published = published_terms(competition)
    marks = counting_marks(competition)
    states = line_states(bid.invitation.line_id for bid in bids)
    excluded = {bid.label: bid.excluded_because for bid in bids if bid.excluded_because}
    entered = []
    for bid in bids:
        state = states[bid.invitation.line_id]
        if bid.excluded_because and bid.id not in marks:
            continue  # nobody marked its statement, and no mark is made up for it
        if not bid.excluded_because and state is not LineStanding.ACCREDITED:
            excluded[bid.label] = f"The place was {state.label.lower()} on the system before the award."
        entered.append(_bid(bid, published, marks.get(bid.id, Decimal(0)), excluded.get(bid.label)))
    while True:
        record = form.EvaluationRecord(published, tuple(entered)).as_json()
        try:
            result = evaluate(record_from_json(record)).as_json()
        except RecordRefused as refused:
            broken = {int(found[1]): fault.why for fault in refused.faults if (found := _BID_FAULT.match(fault.path))}
            if not broken:
                raise Refused(refused.sentence) from refused
            excluded = {entered[at].id: why for at, why in broken.items()} | excluded
            entered = [one for at, one in enumerate(entered) if at not in broken]
            continue
        excluded = {card["bid"]: card["excluded"] for card in _cards(result) if card["excluded"]} | excluded
        return Evaluated(record, result, excluded)


def _cards(result: dict[str, Any]) -> list[dict[str, Any]]:
    cards: list[dict[str, Any]] = result["results"]
    return cards


def _published(referral: BidderReferral, *, waived: bool) -> form.Referral:
    statement = content_of(referral.category_version_id).statement
    criteria = [form.Criterion("price", CriterionKind.PRICE, referral.price_weight)]
    for code, kind in _KINDS.items():
        weight = referral.quality_weights.get(code, Decimal(0))
        if kind is CriterionKind.STATEMENT and statement is None:
            continue
        top_mark = statement.top_mark if kind is CriterionKind.STATEMENT and statement else None
        criteria.append(form.Criterion(code, kind, weight, top_mark))
    return form.Referral(
        reference=referral.reference,
        price_weight=referral.price_weight,
        quality_weight=referral.quality_weight,
        criteria=tuple(criteria),
        needs=tuple(form.Item(one.code, one.marks, one.essential and not waived) for one in referral.needs),
        features=tuple(form.Item(one.code, one.marks, one.essential and not waived) for one in referral.features),
        family_choice=family_rule(referral.choice_by),
        price_formula=_formula(referral.price_range),
    )


def _formula(found: PriceRange | None) -> form.PriceFormula:
    if found is None:
        return form.PriceFormula()
    return form.PriceFormula(form.PriceFormulaKind.ABSOLUTE, floor=found.floor, ceiling=found.ceiling)


def _bid(bid: Bid, published: form.Referral, mark: Decimal, excluded_because: str | None) -> form.Bid:
    content = content_from_json(bid.content)
    marked = any(one.kind is CriterionKind.STATEMENT for one in published.criteria)
    return form.Bid(
        id=bid.label,
        core_costs=tuple(
            form.CoreCost(heading, content.carried.get(heading, Decimal(0)), amount)
            for heading, amount in content.core_costs.items()
        ),
        priced_needs=tuple(form.PricedNeed(code, weekly) for code, weekly in content.priced_needs.items()),
        needs_met=content.needs_met,
        features_met=content.features_met,
        miles=miles_of(bid),
        competency_score=bid.invitation.competency_score,
        statement_marks={STATEMENT: mark} if marked else {},
        discount_percent=content.discount_percent,
        excluded_because=excluded_because,
    )
