"""How sure first place is, for learning only (C9): every sentence is held against the published method itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest

from fairplace.dps.competitions.rules.evaluation_record import CriterionKind, EvaluationRecord, PriceFormulaKind
from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.scoring import evaluate, exclusion
from fairplace.dps.competitions.rules.sensitivity import HALF_MARK, Limit, Sensitivity, sensitivity
from tests.dps.competitions.rules.record_making import random_record, small_record

HAIR = Decimal("1e-20")
HALF = Decimal(50)


def at_price_weight(record: EvaluationRecord, weight: Decimal) -> EvaluationRecord:
    """The same referral if price had weighed so much: quality's parts in proportion. From 50, every weight ends."""
    with localcontext(prec=200):
        criteria = tuple(
            replace(
                one,
                weight=weight if one.kind is CriterionKind.PRICE else one.weight * (100 - weight) / HALF,
            )
            for one in record.referral.criteria
        )
        return replace(record, referral=replace(record.referral, price_weight=weight, criteria=criteria))


def first(record: EvaluationRecord) -> tuple[str, ...]:
    return tuple(card.bid for card in evaluate(record).scorecards if card.rank == 1)


def close_record(random: Random) -> EvaluationRecord:
    """Price and quality weigh 50 each. Bids differ in price and mark alone, but for one: much cheaper, and poor."""
    made = small_record()
    weights = {"price": "50", "outcomes": "20", "needs": "5", "features": "2", "location": "5", "competency": "18"}
    made["referral"] |= {"price_weight": "50", "quality_weight": "50"}
    for criterion in made["referral"]["criteria"]:
        criterion["weight"] = weights[criterion["code"]]
    prices = [random.choice([900, 1000, 1040]) + random.randrange(90) for _ in range(random.randint(2, 5))]
    marks = [Decimal(number) / 2 for number in range(11)]
    made["bids"] = [bid(f"bid-{at}", f"{price}.00", str(random.choice(marks))) for at, price in enumerate(prices)]
    if random.random() < 0.7:
        poor = {"needs_met": [], "features_met": [], "competency_score": "0", "miles": "90"}
        made["bids"].append(bid("cheap", f"{random.randrange(300, 800)}.00", "0") | poor)
    return record_from_json(made)


def records(seeds: range) -> Iterator[tuple[EvaluationRecord, Sensitivity]]:
    """Random records with somebody alone in first place and somebody to lose it to; every other one is close."""
    for seed in seeds:
        random = Random(seed)
        record = close_record(random) if seed % 2 else record_from_json(random_record(random))
        found = sensitivity(record)
        assert (found is None) == (sum(exclusion(record.referral, bid) is None for bid in record.bids) < 2)
        if found:
            assert found.first == first(record)
            if len(found.first) == 1:
                yield record, found


def decimals_about(limit: Limit, outwards: Decimal) -> tuple[Decimal, Decimal, Decimal | None]:
    """Weights that end: a hair inside the limit, a hair outside, and the limit itself if it ends."""
    with localcontext(prec=60):
        near = Decimal(limit.at.numerator) / Decimal(limit.at.denominator)
        return near - outwards * 2, near + outwards * 2, near if Fraction(near) == limit.at else None


def test_c9_the_limits_of_the_price_weight_hold_to_a_hair() -> None:
    """At the threshold and a hair on each side of it, and nowhere on the way to it."""
    seen: Counter[str] = Counter()
    for record, found in records(range(160)):
        if record.referral.price_weight != HALF:
            continue
        for limit, outwards, end in ((found.least, -HAIR, Decimal(0)), (found.most, HAIR, Decimal(100))):
            random = Random(1)
            if limit is None:
                seen["none"] += 1
                far = end
            else:
                inside, outside, itself = decimals_about(limit, outwards)
                seen["found"] += 1
                seen["told at the limit"] += itself is not None
                if Fraction(inside) != 50 and (Fraction(inside) - 50) * Fraction(outwards) > 0:
                    assert first(at_price_weight(record, inside)) == found.first
                assert found.first[0] not in limit.then
                if limit.held:
                    assert first(at_price_weight(record, outside)) == limit.then
                if itself is not None:
                    there = first(at_price_weight(record, itself))
                    assert (found.first[0] in there) is limit.held
                    assert limit.held or there == limit.then
                far = inside
            for _ in range(6):
                weight = HALF + (far - HALF) * Decimal(random.randrange(10_000)) / 10_000
                assert found.first[0] in first(at_price_weight(record, weight))
    assert min(seen[one] for one in ("none", "found")) > 40, seen


def test_c9_the_smallest_change_of_a_mark_is_the_smallest_of_all() -> None:
    seen: Counter[str] = Counter()
    for record, found in records(range(5000, 5080)):
        changes = [
            abs(becomes - was)
            for at, bid in enumerate(record.bids)
            if exclusion(record.referral, bid) is None
            for criterion in record.referral.criteria
            if criterion.kind is CriterionKind.STATEMENT and criterion.weight
            for was in [bid.statement_marks[criterion.code]]
            for becomes in _half_marks(was, criterion.top_mark or Decimal(0))
            if found.first[0] not in first(_with_mark(record, at, criterion.code, becomes))
        ]
        if found.mark:
            seen["changed"] += 1
            assert abs(found.mark.becomes - found.mark.was) == min(changes)
        else:
            seen["sure"] += 1
            assert not changes
    assert min(seen["changed"], seen["sure"]) > 4, seen


def _half_marks(was: Decimal, top: Decimal) -> list[Decimal]:
    steps = [was + HALF_MARK * number for number in range(-30, 31) if number]
    return [mark for mark in steps if 0 <= mark <= top]


def _with_mark(record: EvaluationRecord, at: int, code: str, mark: Decimal) -> EvaluationRecord:
    bids = list(record.bids)
    bids[at] = replace(bids[at], statement_marks={**bids[at].statement_marks, code: mark})
    return replace(record, bids=tuple(bids))


def test_c9_leaving_out_any_bid_that_lost_is_tried_against_the_whole_method() -> None:
    seen: Counter[str] = Counter()
    for record, found in records(range(8000, 8160)):
        decisive = {}
        for lost in record.bids:
            if lost.id != found.first[0] and exclusion(record.referral, lost) is None:
                rest = replace(record, bids=tuple(bid for bid in record.bids if bid is not lost))
                if (then := first(rest)) != found.first:
                    decisive[lost.id] = then
        assert decisive == ({found.left_out.bid: found.left_out.then} if found.left_out else {})
        relative = record.referral.price_formula.kind is PriceFormulaKind.RELATIVE
        assert relative or not decisive
        seen["decisive"] += bool(decisive)
        seen["absolute"] += not relative
    assert min(seen.values()) > 3, seen


def bid(name: str, price: str, mark: str) -> dict[str, object]:
    return {
        **small_record()["bids"][0],
        "id": name,
        "core_costs": [{"heading": "staffing", "carried": "9000.00", "bid": price}],
        "priced_needs": [],
        "statement_marks": {"outcomes": mark},
    }


def told(*bids: dict[str, object], **referral: object) -> list[str]:
    record = small_record()
    record["bids"] = list(bids)
    record["referral"] |= referral
    found = sensitivity(record_from_json(record))
    assert found is not None
    return found.sentences(lambda label: f"School {label}")


def test_c9_it_is_said_in_plain_sentences() -> None:
    lead, price, mark, left_out = told(bid("A", "1000.00", "4"), bid("B", "900.00", "3"))
    assert lead.startswith("School B leads School A by ") or lead.startswith("School A leads School B by ")
    assert " stays first unless price weighs " in price
    assert price.endswith((" % (then School A).", " % (then School B)."))
    assert mark.startswith("If the agreed mark of School ")
    assert left_out == "Leaving out any bid that lost would not change who is first."


def test_c9_bids_that_share_first_place_are_said_to() -> None:
    assert told(bid("A", "900.00", "3"), bid("B", "900.00", "3")) == [
        "School A and School B share first place exactly: the least change of anything settles it."
    ]


def test_c9_a_losing_bid_that_decides_is_named_and_an_absolute_formula_cannot_be_decided_so() -> None:
    """With C, B's lower price is worth 1.09 points; without it 3.64. A's better statement is worth 2.1."""
    bids = [bid("A", "1100.00", "5"), bid("B", "1000.00", "4.5"), bid("C", "300.00", "0")]
    bids[2] |= {"needs_met": [], "features_met": [], "competency_score": "0", "miles": "90"}
    relative = told(*bids)
    formula = {"kind": "absolute", "floor": "300.00", "ceiling": "2000.00"}
    absolute = told(*bids, price_formula=formula)
    assert relative[-1] == (
        "Without the bid of School C, which lost, School B would be first: prices are scored against the lowest, "
        "and the lowest would be another."
    )
    assert absolute[-1] == ("Prices are scored between a floor and a ceiling, so no other bid can change who is first.")


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        (Limit(Fraction(61), True, ("B",)), "A stays first unless price weighs more than 61 % (then B)."),
        (Limit(Fraction(61), False, ("B",)), "A stays first unless price weighs 61 % or more (then B)."),
        (Limit(Fraction(184, 3), True, ("B",)), "A stays first unless price weighs more than 61.33 % (then B)."),
        (Limit(Fraction(184, 3), False, ("B",)), "A stays first unless price weighs more than 61.33 % (then B)."),
    ],
)
def test_c9_a_limit_is_never_said_to_be_further_than_it_is(limit: Limit, sentence: str) -> None:
    found = Sensitivity(first=("A",), second="B", lead=Decimal(1), marked=False, relative=True, most=limit)
    assert found.sentences(str)[1] == sentence


def test_c9_a_lower_limit_is_rounded_inwards() -> None:
    limit = Limit(Fraction(124, 3), True, ("B",))
    found = Sensitivity(first=("A",), second="B", lead=Decimal(1), marked=False, relative=True, least=limit)
    assert found.sentences(str)[1] == "A stays first unless price weighs less than 41.34 % (then B)."
