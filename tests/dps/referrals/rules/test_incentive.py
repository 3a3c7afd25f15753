"""C8: an incentive is a published term with a day, a worth and a condition."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.referrals.rules.incentive import Incentive, check_incentive
from fairplace.foundations.kernel.refused import Refused

START = date(2027, 1, 5)
BY = date(2028, 1, 5)


def test_c8_the_term_says_what_when_and_how_much() -> None:
    assert Incentive("outcomes", BY, amount=Decimal(1500)).sentence == (
        "A premium of £1,500.00 is paid once, if a review of the placement agrees, on evidence, that every outcome that"
        " this referral names has been reached by 5 January 2028."
    )
    assert "2.5 % of the price of 52 weeks" in Incentive("step_down", BY, percent=Decimal("2.50")).sentence


@given(st.decimals("0.01", "9000", places=2), st.decimals("0.01", "25", places=2))
def test_c8_a_per_cent_is_of_a_years_price_to_the_penny(weekly: Decimal, percent: Decimal) -> None:
    premium = Incentive("outcomes", BY, percent=percent).premium(weekly)
    assert abs(premium - weekly * 52 * percent / 100) <= Decimal("0.005")
    assert premium == premium.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        (Incentive("smiling", BY, amount=Decimal(1)), "what the premium is paid for"),
        (Incentive("outcomes", BY), "not both"),
        (Incentive("outcomes", BY, amount=Decimal(1), percent=Decimal(1)), "not both"),
        (Incentive("outcomes", BY, amount=Decimal(0)), "more than £0"),
        (Incentive("outcomes", BY, amount=Decimal(100_001)), "at most £100,000"),
        (Incentive("outcomes", BY, percent=Decimal("25.01")), "at most 25 %"),
        (Incentive("outcomes", START, amount=Decimal(1)), "after the placement starts"),
    ],
)
def test_c8_what_could_never_be_paid_is_refused(term: Incentive, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_incentive(term, START)


def test_c8_the_day_after_the_start_is_late_enough() -> None:
    check_incentive(Incentive("step_down", START + timedelta(days=1), amount=Decimal("0.01")), START)
    with pytest.raises(Refused, match="when the placement starts"):
        check_incentive(Incentive("step_down", BY, amount=Decimal(1)), None)
