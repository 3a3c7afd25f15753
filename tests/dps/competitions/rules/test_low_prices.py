"""Which prices are questioned, by the published rule and nothing else (PCR 2015, reg 69; C4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tomllib import loads

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.low_prices import PricedBid, answer_by, low_prices, may_decide
from fairplace.dps.market.rules.category_content import CategoryContent, ResponseTime

NONE = CategoryContent(
    code="x", name="X", filled=True, description="", cap=None, suitable_number=1, price_weight=Decimal(50),
    criteria=(), questions=(), headings=(), needs=(), features=(), components=(), placement_kinds=(),
    response_times=(), statement=None,
)  # fmt: skip
RULE = replace(NONE, low_price_percent=Decimal(30), low_cost_percent=Decimal(10))
POUNDS = st.integers(1, 500_000).map(lambda pennies: Decimal(pennies) / 100)


@st.composite
def bids(draw: st.DrawFn) -> dict[str, PricedBid]:
    found = {}
    for at in range(draw(st.integers(1, 6))):
        carried = draw(POUNDS)
        core = min(carried, draw(POUNDS))
        found[f"Bidder {at}"] = PricedBid(core + draw(POUNDS), core, carried)
    return found


@given(bids())
def test_c4_no_price_is_questioned_without_a_rule_or_at_its_accredited_costs(priced: dict[str, PricedBid]) -> None:
    assert low_prices(priced, NONE) == {}
    as_carried = {name: replace(one, core=one.carried) for name, one in priced.items()}
    assert low_prices(as_carried, RULE) == {}


@given(bids())
def test_c4_a_price_is_questioned_exactly_from_the_published_percentages_on(priced: dict[str, PricedBid]) -> None:
    low = low_prices(priced, RULE)
    for name, one in priced.items():
        others = [other.weekly for rival, other in priced.items() if rival != name]
        lowered = Fraction(one.core) <= Fraction(one.carried) * (70 if not others else 90) / 100
        below = not others or Fraction(one.weekly) <= sum(map(Fraction, others)) / len(others) * Fraction(70, 100)
        assert (name in low) == (lowered and below), (name, one)


def test_c4_the_very_edge_is_questioned_and_a_penny_above_is_not() -> None:
    def at(weekly: str, core: str = "630.00") -> bool:
        other = PricedBid(Decimal("1000.00"), Decimal("1000.00"), Decimal("1000.00"))
        own = PricedBid(Decimal(weekly), Decimal(core), Decimal("700.00"))
        return "own" in low_prices({"own": own, "other": other}, RULE)

    assert at("700.00")
    assert not at("700.01")
    assert not at("700.00", core="630.01")


def test_c4_time_to_explain_is_working_days_or_in_an_emergency_as_long_as_there_was_to_bid() -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert answer_by(friday, RULE, ResponseTime("planned", working_days=10)) == datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert answer_by(friday, RULE, ResponseTime("urgent", hours=24)) == datetime(2026, 11, 24, 17, tzinfo=UTC)
    emergency = ResponseTime("emergency", hours=4, counts="clock")
    assert answer_by(friday, RULE, emergency) == friday + timedelta(hours=4)


def test_c4_nothing_is_decided_before_the_answer_or_the_end_of_the_time() -> None:
    until = datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert not may_decide(False, until, until - timedelta(microseconds=1))
    assert may_decide(False, until, until)
    assert may_decide(True, until, until - timedelta(days=2))


def test_c4_every_seed_publishes_its_rule() -> None:
    seeds = Path("fairplace/dps/market/seeds")
    for name in ("sen", "foster", "residential", "alternative", "supported"):
        told = loads((seeds / f"{name}.toml").read_text("utf-8"))
        assert (told["low_price_percent"], told["low_cost_percent"]) == (30, 10)
        assert told.get("one_opener_out_of_hours", False) is (name in {"foster", "residential"})
