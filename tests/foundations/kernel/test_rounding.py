"""Exact rounding and exact text."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.rounding import cut, exact_text, half_up

decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)


@given(value=decimals, places=st.integers(0, 5))
def test_rule_1_rounds_as_decimal_does(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    assert half_up(value, places) == value.quantize(step, ROUND_HALF_UP)
    assert cut(value, places) == value.quantize(step, ROUND_DOWN)


def test_rule_1_no_number_is_too_long() -> None:
    long = Decimal("1" * 5000 + ".005")
    assert str(half_up(long, 2)) == "1" * 5000 + ".01"
    assert exact_text(long) == "1" * 5000 + ".005"


def test_exact_text() -> None:
    assert exact_text(Decimal("72.50")) == "72.5"
    assert exact_text(Fraction(1, 8)) == "0.125"
    assert exact_text(1185, least_places=2, grouped=True) == "1,185.00"
    assert exact_text(Decimal("1234567.5"), grouped=True) == "1,234,567.5"
    assert exact_text(Decimal("-999"), grouped=True) == "−999"
    with pytest.raises(ValueError, match="no end"):
        exact_text(Fraction(1, 3))


@given(value=decimals)
def test_exact_text_reads_back(value: Decimal) -> None:
    assert Decimal(exact_text(value, grouped=True).replace(",", "").replace("−", "-")) == value
