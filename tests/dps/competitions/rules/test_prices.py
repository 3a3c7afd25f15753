"""The weekly price of a bid (C1, Q7, published method rule 2)."""

from decimal import Decimal

from fairplace.dps.competitions.rules.prices import core_cost_fault, price_working, weekly_price

D = Decimal


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
