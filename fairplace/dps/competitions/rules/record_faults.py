"""The rules that an evaluation record keeps beyond its schema (command contract, R3, C1, Q7).

Functions of values whose shape is sound; each gives the faults that it finds, at the path where they are.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.competitions.rules.evaluation_record import (
    Bid,
    Criterion,
    CriterionKind,
    Item,
    PriceFormulaKind,
    Referral,
)
from fairplace.dps.competitions.rules.faults import Fault, element, member, quoted
from fairplace.dps.competitions.rules.prices import core_cost_fault, weekly_price
from fairplace.dps.referrals.rules import weights
from fairplace.foundations.kernel.rounding import exact_text


def referral_faults(referral: Referral) -> Iterator[Fault]:
    """What is wrong with what was published."""
    path = "referral"
    yield from _said("referral.price_weight", weights.price_weight_fault(referral.price_weight))
    yield from _said("referral.quality_weight", weights.split_fault(referral.price_weight, referral.quality_weight))
    yield from _repeats((criterion.code for criterion in referral.criteria), "referral.criteria", "code")
    yield from _repeats((need.code for need in referral.needs), "referral.needs", "code")
    yield from _repeats((feature.code for feature in referral.features), "referral.features", "code")
    yield from _price_criterion_faults(referral)
    quality = [one for one in referral.criteria if one.kind is not CriterionKind.PRICE]
    yield from _said(
        "referral.criteria",
        weights.parts_fault(referral.quality_weight, [criterion.weight for criterion in quality]),
    )
    competency = [Fraction(one.weight) for one in quality if one.kind is CriterionKind.COMPETENCY]
    yield from _said("referral.criteria", weights.competency_fault(sum(competency, Fraction(0))))
    for index, criterion in enumerate(referral.criteria):
        yield from _criterion_faults(criterion, element(member(path, "criteria"), index))
    yield from _nothing_to_share(referral, CriterionKind.NEEDS, referral.needs)
    yield from _nothing_to_share(referral, CriterionKind.FEATURES, referral.features)
    yield from _formula_faults(referral)


def bid_faults(referral: Referral, bid: Bid, path: str) -> Iterator[Fault]:
    """What is wrong with one bid to this referral; an excluded bid keeps the same rules."""
    for index, cost in enumerate(bid.core_costs):
        yield from _said(f"{path}.core_costs[{index}].bid", core_cost_fault(cost.carried, cost.bid))
    yield from _tick_faults(bid.needs_met, referral.needs, f"{path}.needs_met", "need")
    yield from _tick_faults(bid.features_met, referral.features, f"{path}.features_met", "feature")
    known = {need.code for need in referral.needs}
    ticked = set(bid.needs_met)
    for index, priced in enumerate(bid.priced_needs):
        where = f"{path}.priced_needs[{index}].code"
        if priced.code not in known:
            yield Fault(where, f"The referral has no need {quoted(priced.code)}.")
        elif priced.code not in ticked:
            yield Fault(where, f"The need {quoted(priced.code)} is priced but not ticked as met.")
    yield from _percentage(bid.discount_percent, f"{path}.discount_percent")
    yield from _percentage(bid.competency_score, f"{path}.competency_score")
    yield from _statement_faults(referral, bid, f"{path}.statement_marks")
    if bid.discount_percent <= 100 and _price_of(bid) <= 0:
        yield Fault(path, "The weekly price must be above 0.00 after the discount.")


def _price_of(bid: Bid) -> Decimal:
    return weekly_price(
        [cost.bid for cost in bid.core_costs],
        [priced.weekly for priced in bid.priced_needs],
        bid.discount_percent,
    )


def bids_faults(bids: Iterable[tuple[str, Bid]]) -> Iterator[Fault]:
    """What is wrong between bids, each given with its path: two may not have one id."""
    seen: set[str] = set()
    for path, bid in bids:
        if bid.id in seen:
            yield Fault(f"{path}.id", f"Another bid has the id {quoted(bid.id)}.")
        seen.add(bid.id)


def _said(path: str, sentence: str | None) -> Iterator[Fault]:
    if sentence:
        yield Fault(path, sentence)


def _repeats(codes: Iterable[str], path: str, key: str = "") -> Iterator[Fault]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            where = element(path, index)
            yield Fault(member(where, key) if key else where, f"{quoted(code)} stands here more than once.")
        seen.add(code)


def _price_criterion_faults(referral: Referral) -> Iterator[Fault]:
    prices = [
        (index, criterion) for index, criterion in enumerate(referral.criteria) if criterion.kind is CriterionKind.PRICE
    ]
    if len(prices) != 1:
        yield Fault(
            "referral.criteria",
            f"There must be exactly one criterion of kind price; there are {len(prices)}.",
        )
        return
    index, criterion = prices[0]
    if criterion.weight != referral.price_weight:
        yield Fault(
            f"referral.criteria[{index}].weight",
            f"The price criterion must weigh the price weight, {exact_text(referral.price_weight)}; "
            f"it weighs {exact_text(criterion.weight)}.",
        )


def _criterion_faults(criterion: Criterion, path: str) -> Iterator[Fault]:
    if criterion.kind is CriterionKind.STATEMENT and not criterion.top_mark:
        yield Fault(f"{path}.top_mark", "A statement criterion must have a top mark above 0.")


def _nothing_to_share(referral: Referral, kind: CriterionKind, items: tuple[Item, ...]) -> Iterator[Fault]:
    if any(item.marks > 0 for item in items):
        return
    for index, criterion in enumerate(referral.criteria):
        if criterion.kind is kind and criterion.weight > 0:
            yield Fault(
                f"referral.criteria[{index}].weight",
                f"This criterion weighs {exact_text(criterion.weight)}, but no item of referral.{kind.value} "
                "has marks above 0 to share it.",
            )


def _formula_faults(referral: Referral) -> Iterator[Fault]:
    formula = referral.price_formula
    if formula.kind is not PriceFormulaKind.ABSOLUTE:
        return
    if formula.floor is None or formula.ceiling is None:
        yield Fault("referral.price_formula", "An absolute formula must have a floor and a ceiling.")
    elif formula.floor >= formula.ceiling:
        yield Fault("referral.price_formula", "The floor of an absolute formula must be below its ceiling.")


def _tick_faults(ticks: tuple[str, ...], items: tuple[Item, ...], path: str, word: str) -> Iterator[Fault]:
    yield from _repeats(ticks, path)
    known = {item.code for item in items}
    for index, code in enumerate(ticks):
        if code not in known:
            yield Fault(element(path, index), f"The referral has no {word} {quoted(code)}.")


def _percentage(value: Decimal, path: str) -> Iterator[Fault]:
    if not 0 <= value <= 100:
        yield Fault(path, f"This must be from 0 to 100; it is {exact_text(value)}.")


def _statement_faults(referral: Referral, bid: Bid, path: str) -> Iterator[Fault]:
    statements = {one.code: one for one in referral.criteria if one.kind is CriterionKind.STATEMENT}
    for code in bid.statement_marks:
        if code not in statements:
            yield Fault(member(path, code), f"The referral has no statement criterion {quoted(code)}.")
    for code, criterion in statements.items():
        mark = bid.statement_marks.get(code)
        if mark is None:
            yield Fault(member(path, code), f"The mark for the statement {quoted(code)} is missing.")
        elif criterion.top_mark and not 0 <= mark <= criterion.top_mark:
            yield Fault(
                member(path, code),
                f"The mark must be from 0 to {exact_text(criterion.top_mark)}; it is {exact_text(mark)}.",
            )
