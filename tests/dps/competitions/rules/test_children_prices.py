"""Rule 0, C1, Q7: the price of several children is one total after the discount, and falls on each to the penny."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.bid_content import BidContent, content_from_json
from fairplace.dps.competitions.rules.bid_faults import (
    MOST_WEEKLY,
    AskedItem,
    BidTerms,
    CarriedCost,
    discount_faults,
    faults,
    price_of,
)
from fairplace.dps.competitions.rules.whose import children_in, of_child
from fairplace.dps.referrals.rules.children import code_for

money = st.decimals(min_value=1, max_value=9_999, places=2)
percent = st.decimals(min_value=0, max_value=99, places=2)


@st.composite
def bids(draw: st.DrawFn) -> tuple[BidContent, int]:
    """A bid for two to six children, each with two core costs and perhaps a priced need."""
    children = draw(st.integers(2, 6))
    costs = {code_for(child, code): draw(money) for child in range(1, children + 1) for code in ("premises", "staff")}
    priced = {code_for(child, "speech"): draw(money) for child in range(1, children + 1) if draw(st.booleans())}
    return BidContent(core_costs=costs, priced_needs=priced, discount_percent=draw(percent)), children


@given(bids())
def test_rule_0_the_price_is_one_total_after_the_discount_rounded_once(made: tuple[BidContent, int]) -> None:
    content, children = made
    amounts = [*content.core_costs.values(), *content.priced_needs.values()]
    exact = sum(amounts) * (100 - content.discount_percent) / 100
    price = price_of(content)
    assert price.weekly == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert (price.yearly, len(price.each)) == (price.weekly * 52, children)
    assert sum(price.each) == price.weekly
    for number, share in enumerate(price.each, 1):
        own = [*of_child(number, content.core_costs).values(), *of_child(number, content.priced_needs).values()]
        fair = price.weekly * sum(own) / sum(amounts)
        assert abs(share - fair) <= Decimal("0.0051") * (1 if number > 1 else children)


@given(bids(), percent, percent)
def test_q7_a_higher_discount_never_raises_the_price(
    made: tuple[BidContent, int], first: Decimal, second: Decimal
) -> None:
    content, _ = made
    low, high = sorted((first, second))
    told = {**content.as_json()}
    less = content_from_json({**told, "discount_percent": str(high)})
    more = content_from_json({**told, "discount_percent": str(low)})
    assert price_of(less).weekly <= price_of(more).weekly


@given(percent, percent)
def test_q7_the_carried_discount_is_the_least(carried: Decimal, bid: Decimal) -> None:
    terms = BidTerms((), (), (), 0, several="sibling", children=2, least_discount=carried)
    assert bool(discount_faults(bid, terms)) is (bid < carried)


def test_c1_each_child_is_ticked_and_priced_and_every_heading_of_each() -> None:
    needs = tuple(AskedItem(code_for(child, "speech"), f"Child {child}: Speech", Decimal(1)) for child in (1, 2))
    carried = tuple(
        CarriedCost(code_for(child, "premises"), f"Child {child}: Premises", Decimal(100), child) for child in (1, 2)
    )
    terms = BidTerms(needs, (), carried, 0, several="sibling", children=2, least_discount=Decimal(5))
    content = BidContent(
        needs_met=("child-1--speech",),
        core_costs={"child-1--premises": Decimal("100.01")},
        priced_needs={"child-2--speech": Decimal(10)},
    )
    assert {fault.field for fault in faults(content, terms)} == {
        "how_child-1--speech", "cost_child-1--premises", "cost_child-2--premises", "priced_child-2--speech",
        "discount_percent",
    }  # fmt: skip
    dear = BidContent(
        core_costs={"child-1--premises": Decimal(1), "child-2--premises": Decimal(1)},
        priced_needs={"child-1--speech": MOST_WEEKLY, "child-2--speech": MOST_WEEKLY},
        needs_met=("child-1--speech", "child-2--speech"),
        how={"child-1--speech": "So.", "child-2--speech": "So."},
        discount_percent=Decimal(5),
    )
    assert faults(dear, terms) == [], "the limit is for each child"


def test_r2_how_many_children_a_bid_speaks_of() -> None:
    assert children_in({"premises": Decimal(1)}) == 1
    assert children_in({"child-1--premises": Decimal(1)}, {"child-3--speech": Decimal(1)}) == 3
    assert children_in({}) == 1
