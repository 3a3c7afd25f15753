"""P2, Q4: the grounds for exclusion of each law as data, and for how long an event counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.rules.exclusion_grounds import Ground, counting_of, grounds_of, still_counts
from fairplace.dps.market.rules.regimes import regimes
from fairplace.foundations.kernel.refused import Refused

PCR, ACT = "pcr-light-touch-dps", "pa23-dynamic-market"
EVERY = [ground for code in (PCR, ACT) for ground in grounds_of(code)]
days = st.dates(date(2012, 1, 1), date(2035, 12, 31))


def ground(regime: str, code: str) -> Ground:
    return next(one for one in grounds_of(regime) if one.code == code)


def test_regulation_57_is_enumerated_p2() -> None:
    found = grounds_of(PCR)
    assert grounds_of("pcr-dps") == found
    letters = [one.reference for one in found if one.reference.startswith("regulation 57(1)")]
    assert [reference.removeprefix("regulation 57(1)")[:3] for reference in letters] == [
        f"({letter})" for letter in "abcdefghijklmn"
    ]
    assert [one.reference for one in found if one.cured_by_payment] == ["regulation 57(3)", "regulation 57(4)"]
    assert [one.reference[-3:] for one in found if one.reference.startswith("regulation 57(8)")] == [
        f"({letter})" for letter in "abcdefghi"
    ]


def test_look_backs_and_cures_of_regulation_57_p2() -> None:
    for one in grounds_of(PCR):
        if one.cured_by_payment:  # 57(5): until paid; self-cleaning is for (1) and (8) alone (57(13))
            assert (one.look_back_years, one.self_cleaning) == (None, False)
        elif one.kind == "mandatory":
            assert (one.look_back_years, one.counted_from, one.self_cleaning) == (5, "conviction", True)
        else:
            assert (one.look_back_years, one.counted_from, one.self_cleaning) == (3, "event", True)


def test_schedules_6_and_7_are_enumerated_p2() -> None:
    references = " ".join(one.reference for one in grounds_of(ACT))
    named = {int(number) for number in _numbers(references, "Schedule 6")}
    assert {2, 3, 4, 11, 13, 12, 17, 14, 15, 16, 18, 19, 22, 23, 25, 26, 27, 28, 29, 31, 32, 33, 34} <= named
    assert {35, 36, 37, 38, 39, 40, 41, 42, 43} <= named
    assert {1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14} <= {int(n) for n in _numbers(references, "Schedule 7")}


def _numbers(references: str, schedule: str) -> list[str]:
    parts = [part.split("Schedule")[0] for part in references.split(schedule)[1:]]
    return [word.split("(")[0].strip(",()") for part in parts for word in part.split() if word[0].isdigit()]


@pytest.mark.parametrize("code", regimes())
def test_every_ground_is_a_plain_sentence_with_its_reference_p2(code: str) -> None:
    found = grounds_of(code)
    assert len({one.code for one in found}) == len(found)
    for one in found:
        assert one.text.endswith("."), one.code
        assert len(one.text.split()) <= 32, one.code
        assert one.reference, one.code
        assert one.look_back_reference, one.code
    kinds = [one.kind for one in found]
    assert kinds == sorted(kinds, key=["mandatory", "discretionary"].index)


def test_no_such_regime() -> None:
    with pytest.raises(Refused, match="There is no legal regime"):
        grounds_of("framework-of-1816")


@given(happened_on=days, day=days, one=st.sampled_from(EVERY))
def test_an_event_never_counts_before_it_happened_and_never_comes_back_p2(
    happened_on: date, day: date, one: Ground
) -> None:
    counts = still_counts(one, happened_on, day)
    if day < happened_on:
        assert not counts
    elif not counts:
        assert not still_counts(one, happened_on, day + timedelta(days=1))


@given(happened_on=days, one=st.sampled_from([one for one in EVERY if one.look_back_years is not None]))
def test_the_last_day_is_the_last_on_which_it_counts_p2(happened_on: date, one: Ground) -> None:
    counting = counting_of(one, happened_on)
    if counting is None:
        assert one.ignore_before is not None
        assert happened_on < one.ignore_before
        return
    assert counting.last_day is not None
    assert still_counts(one, happened_on, counting.last_day)
    assert not still_counts(one, happened_on, counting.last_day + timedelta(days=1))
    assert one.look_back_years is not None
    assert abs((counting.last_day - happened_on).days - one.look_back_years * 365.25) < 3


@given(happened_on=days, paid_on=days, day=days)
def test_unpaid_tax_counts_until_it_is_paid_under_57_5(happened_on: date, paid_on: date, day: date) -> None:
    tax = ground(PCR, "tax-decided")
    assert still_counts(tax, happened_on, day) == (day >= happened_on)
    assert still_counts(tax, happened_on, day, paid_on=paid_on) == (happened_on <= day < paid_on)


@given(happened_on=days, known_on=days)
def test_knowing_later_makes_only_the_acts_discretionary_grounds_last_longer_p2(
    happened_on: date, known_on: date
) -> None:
    """Schedule 7, paragraph 15: counted from when the decision-maker knew, or should have known."""
    for one in EVERY:
        plain, known = counting_of(one, happened_on), counting_of(one, happened_on, known_on=known_on)
        if plain is None or known is None:
            assert plain == known
        elif one.from_knowledge and known_on > happened_on:
            assert known.last_day is not None
            assert plain.last_day is not None
            assert known.last_day >= plain.last_day
        else:
            assert known == plain


@pytest.mark.parametrize(
    ("regime", "code", "happened_on", "last_day"),
    [
        # 57(11): five years from the conviction, its anniversary included
        (PCR, "bribery", date(2021, 11, 26), date(2026, 11, 26)),
        (PCR, "bribery", date(2024, 2, 29), date(2029, 2, 28)),
        # 57(12): three years from the event
        (PCR, "poor-performance", date(2023, 11, 26), date(2026, 11, 26)),
        # Schedule 6, paragraph 44(1): the five years that end with the decision's day
        (ACT, "bribery", date(2021, 11, 27), date(2026, 11, 26)),
        (ACT, "bribery", date(2024, 2, 29), date(2029, 2, 28)),
        # Schedule 7, paragraph 15(2) and (3): three years for these
        (ACT, "insolvency", date(2024, 6, 1), date(2027, 5, 31)),
        # paragraph 15(1): five for poor performance, if after the Act began (15(4))
        (ACT, "poor-performance", date(2025, 6, 1), date(2030, 5, 31)),
    ],
)
def test_last_days_worked_out_by_hand_p2(regime: str, code: str, happened_on: date, last_day: date) -> None:
    counting = counting_of(ground(regime, code), happened_on)
    assert counting is not None
    assert counting.last_day == last_day


@pytest.mark.parametrize(
    ("code", "happened_on", "ignored"),
    [
        ("corporate-manslaughter", date(2025, 2, 23), True),  # 44(3): before the Act began
        ("corporate-manslaughter", date(2025, 2, 24), False),
        ("fraud", date(2022, 2, 23), True),  # 44(4): before the three years that ended then
        ("fraud", date(2022, 2, 24), False),
        ("bribery", date(2021, 12, 1), False),  # 44(2): whenever it happened
        ("labour-orders", date(2025, 2, 23), True),  # Schedule 7, 15(4)
    ],
)
def test_transitional_rules_of_the_act_p2(code: str, happened_on: date, ignored: bool) -> None:
    assert (counting_of(ground(ACT, code), happened_on) is None) == ignored
