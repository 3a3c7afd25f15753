"""C8, K8: when a premium is due, who may still say something of it, and when both sides are reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.placements.rules.premium import REMINDED, Standing, Step, check_step, reminders_due, standing_of
from fairplace.foundations.kernel.refused import Refused

START, BY = date(2027, 1, 5), date(2027, 7, 5)
days = st.dates(date(2026, 12, 1), date(2027, 9, 1))
steps = st.lists(st.sampled_from([Step.SAID, Step.NOT_REACHED]), max_size=4)
WORDS = "The review of June found it."


def check(step: Step, before: list[Step], day: date | None, today: date, words: str = WORDS) -> None:
    check_step(step, before, day=day, words=words, starts_on=START, by=BY, today=today)


@given(steps, days)
def test_c8_a_premium_is_due_only_once_the_council_has_found_it_reached(before: list[Step], today: date) -> None:
    assert standing_of(before, BY, today) is not Standing.REACHED
    assert standing_of([*before, Step.REACHED], BY, today) is Standing.REACHED


@given(st.sampled_from([Step.SAID, Step.REACHED]), steps, days, days)
def test_c8_it_can_only_have_been_reached_between_the_start_and_its_day_and_not_ahead(
    step: Step, before: list[Step], day: date, today: date
) -> None:
    if START <= day <= min(BY, today):
        check(step, before, day, today)
    else:
        with pytest.raises(Refused) as refused:
            check(step, before, day, today)
        assert refused.value.field == "day"


@given(st.sampled_from(list(Step)), steps, days)
def test_c8_what_is_due_is_decided_for_good(step: Step, before: list[Step], today: date) -> None:
    with pytest.raises(Refused, match="is due"):
        check(step, [*before, Step.REACHED], BY, today)


def test_c8_whoever_says_something_shows_it() -> None:
    for step in Step:
        with pytest.raises(Refused) as refused:
            check(step, [], START, BY, "Yes.")
        assert refused.value.field == "words"
    with pytest.raises(Refused, match="Enter the day"):
        check(Step.REACHED, [], None, BY)
    check(Step.NOT_REACHED, [], None, BY)


@pytest.mark.parametrize(
    ("before", "today", "standing"),
    [
        ([], BY, Standing.OPEN),
        ([], BY + timedelta(days=1), Standing.LATE),
        ([Step.SAID], BY + timedelta(days=9), Standing.SAID),
        ([Step.NOT_REACHED], BY, Standing.OPEN),
        ([Step.NOT_REACHED], BY + timedelta(days=1), Standing.NOT_REACHED),
        ([Step.NOT_REACHED, Step.SAID], BY, Standing.SAID),
    ],
)
def test_c8_where_it_stands(before: list[Step], today: date, standing: Standing) -> None:
    assert standing_of(before, BY, today) is standing


def test_c8_both_sides_are_reminded_a_month_a_week_and_a_day_before_and_when_nobody_decided() -> None:
    told: list[int] = []
    for ahead in range(40, -3, -1):
        told += [days for days in reminders_due(BY, BY - timedelta(days=ahead)) if days not in told]
    assert told == [*REMINDED, 0]
