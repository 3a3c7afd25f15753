"""The weekly price of a bid (C1, Q7, published method rule 2), and of what is quoted otherwise (C3, rule 0)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.prices import (
    Quote,
    Unit,
    core_cost_fault,
    price_working,
    weekly_figure,
    weekly_price,
    weekly_working,
)

D = Decimal
amounts = st.decimals(min_value=0, max_value=9_999_999, places=2)
weeks = st.integers(min_value=1, max_value=1_000)


def test_rule_2_weekly_price_with_discount_is_rounded_once() -> None:
    assert weekly_price([D("880"), D("210")], [D("95")], D(0)) == D("1185.00")
    assert weekly_price([D("900.05")], [], D(10)) == D("810.05")  # 810.045, a half goes up
    assert weekly_price([D("0.005")] * 3, [], D(0)) == D("0.02")  # 0.015, not three halves up


def test_c3_price_working() -> None:
    assert price_working([D("880"), D("210")], [D("95")], D(5)) == (
        "(880.00 + 210.00 + 95.00) × (100 − 5) ÷ 100 = 1,125.75"
    )
    assert price_working([D("880")], [], D(0)) == "880.00"
    assert price_working([], [], D(0)) == "0.00"


def test_q7_a_core_cost_may_be_lowered_never_raised() -> None:
    assert core_cost_fault(D("900"), D("900.00")) is None
    assert core_cost_fault(D("900"), D("0")) is None
    assert core_cost_fault(D("1900"), D("1900.01")) == (
        "A core cost may not be above the 1,900.00 carried over; it is 1,900.01."
    )


@pytest.mark.parametrize(
    ("amount", "unit", "working"),
    [
        ("1200", Unit.YEAR, "£1,200.00 a year ÷ 52 = £23.08 a week"),
        ("500", Unit.MONTH, "£500.00 a month × 12 ÷ 52 = £115.38 a week"),
        ("1000", Unit.ONCE, "£1,000.00 once ÷ 39 weeks = £25.64 a week"),
        ("54.32", Unit.WEEK, "£54.32 a week"),
        ("0.26", Unit.YEAR, "£0.26 a year ÷ 52 = £0.01 a week"),  # half a penny goes up
    ],
)
def test_c3_a_quote_says_how_it_becomes_a_weekly_figure(amount: str, unit: Unit, working: str) -> None:
    assert weekly_working(Quote(D(amount), unit), 39) == working


@given(amounts, weeks)
def test_c3_over_the_time_that_it_is_for_a_weekly_figure_gives_the_quote_to_half_a_penny_a_week(
    amount: Decimal, expected_weeks: int
) -> None:
    lasts = {Unit.WEEK: Fraction(1), Unit.MONTH: Fraction(52, 12), Unit.YEAR: Fraction(52), Unit.ONCE: expected_weeks}
    for unit, length in lasts.items():
        figure = Fraction(weekly_figure(Quote(amount, unit), expected_weeks))
        assert -Fraction(1, 200) < figure - Fraction(amount) / length <= Fraction(1, 200), "and an exact half goes up"
    assert weekly_figure(Quote(amount, Unit.WEEK), expected_weeks) == amount, "what is by the week stays as it is"


@given(amounts, amounts, st.sampled_from(Unit), weeks)
def test_c3_a_higher_quote_in_the_same_unit_is_never_scored_lower(
    one: Decimal, other: Decimal, unit: Unit, expected_weeks: int
) -> None:
    low, high = sorted((one, other))
    assert weekly_figure(Quote(low, unit), expected_weeks) <= weekly_figure(Quote(high, unit), expected_weeks)


@given(amounts, weeks)
def test_c3_a_month_is_the_twelfth_of_a_year_and_a_year_is_what_is_paid_once_for_52_weeks(
    amount: Decimal, expected_weeks: int
) -> None:
    month, year = Quote(amount, Unit.MONTH), Quote(amount * 12, Unit.YEAR)
    assert weekly_figure(month, expected_weeks) == weekly_figure(year, expected_weeks)
    assert weekly_figure(year, expected_weeks) == weekly_figure(Quote(amount * 12, Unit.ONCE), 52)


def test_c3_what_is_paid_once_needs_a_length_to_be_spread_over() -> None:
    with pytest.raises(ValueError, match="one week or more"):
        weekly_figure(Quote(D(1000), Unit.ONCE), 0)
