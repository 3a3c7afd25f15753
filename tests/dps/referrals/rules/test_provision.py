"""R2: how much of a need, how often and by whom, and the sentence made from it."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.dps.referrals.rules.provision import FREQUENCIES, PEOPLE, UNITS, WAYS, Provision, check_provision
from fairplace.foundations.kernel.refused import Refused


@pytest.mark.parametrize(
    ("provision", "sentence"),
    [
        (Provision(), ""),
        (
            Provision("one_to_one", Decimal(2), "hours", "weekly", "therapist"),
            "One to one, 2 hours a week, by a qualified therapist",
        ),
        (Provision(amount=Decimal("1.00"), unit="sessions", frequency="fortnightly"), "1 session a fortnight"),
        (Provision(amount=Decimal("1.5"), unit="hours", frequency="daily"), "1.5 hours a day"),
        (Provision(by_whom="nurse"), "By a nurse"),
    ],
)
def test_r2_a_sentence_is_made_from_what_is_said(provision: Provision, sentence: str) -> None:
    check_provision(provision)
    assert provision.sentence == sentence


def test_r2_a_need_in_full() -> None:
    need = AskedFor("need", "speech", "Speech therapy", Decimal(3), provision=Provision(by_whom="nurse"))
    assert need.in_full == "Speech therapy: by a nurse"
    assert AskedFor("need", "speech", "Speech therapy", Decimal(3)).in_full == "Speech therapy"


@pytest.mark.parametrize(
    ("provision", "field"),
    [
        (Provision(unit="hours"), "amount"),
        (Provision(frequency="weekly"), "amount"),
        (Provision(amount=Decimal(2), frequency="weekly"), "unit"),
        (Provision(amount=Decimal(2), unit="hours"), "frequency"),
        (Provision(amount=Decimal(0), unit="hours", frequency="weekly"), "amount"),
        (Provision(amount=Decimal(-1), unit="hours", frequency="weekly"), "amount"),
        (Provision(amount=Decimal(25), unit="hours", frequency="daily"), "amount"),
        (Provision(amount=Decimal(169), unit="hours", frequency="weekly"), "amount"),
        (Provision(amount=Decimal(8), unit="days", frequency="weekly"), "amount"),
        (Provision(amount=Decimal(1001), unit="sessions", frequency="yearly"), "amount"),
        (Provision(by_whom="wizard"), "by_whom"),
    ],
)
def test_r2_half_a_thing_and_more_than_a_week_holds_are_refused(provision: Provision, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_provision(provision)
    assert refused.value.field == field


@given(
    st.sampled_from(["", *WAYS]),
    st.decimals(Decimal("0.25"), Decimal(24), places=2),
    st.sampled_from(list(UNITS)),
    st.sampled_from(list(FREQUENCIES)),
    st.sampled_from(["", *PEOPLE]),
)
def test_r2_whatever_is_accepted_can_be_said(way: str, amount: Decimal, unit: str, often: str, by_whom: str) -> None:
    provision = Provision(way, amount, unit, often, by_whom)
    with suppress(Refused):
        check_provision(provision)
    assert FREQUENCIES[often] in provision.sentence
    assert provision.sentence[0].isupper() or provision.sentence[0].isdigit()
