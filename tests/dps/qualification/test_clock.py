"""Q13, as properties: whatever day an application is sent, the clock counts working days of London."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.qualification.rules.clock import LEFT, between, days_left, decide_by, left_in_words
from fairplace.foundations.kernel.working_days import is_working_day

days = st.dates(date(2023, 1, 1), date(2029, 12, 31))
moments = st.datetimes(datetime(2023, 1, 1), datetime(2029, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001


@given(moments, st.integers(1, 20))
def test_a_decision_is_due_on_a_working_day_with_so_many_left_when_sent_q13(sent: datetime, within: int) -> None:
    due = decide_by(sent, within)
    assert is_working_day(due)
    assert days_left(sent.date(), due) in {within, within + 1}  # an hour before midnight it is tomorrow in London


@given(moments)
def test_the_longer_time_is_always_later_q13(sent: datetime) -> None:
    assert decide_by(sent, 15) > decide_by(sent, 10) > sent.date()


@given(days, days.filter(is_working_day))
def test_each_day_falls_into_one_group_of_the_queue_and_is_told_alike_q13(today: date, due: date) -> None:
    groups = []
    for group in LEFT:
        first, last = between(today, group)
        if (first is None or due >= first) and (last is None or due <= last):
            groups.append(group)
    left = days_left(today, due)
    expected = "late" if due < today else "2" if left <= 2 else "5" if left <= 5 else "more"
    assert groups == [expected]
    assert ("late" in left_in_words(today, due)) == (due < today)


@given(days.filter(is_working_day), st.integers(0, 60))
def test_time_left_never_grows_as_days_pass_q13(due: date, before: int) -> None:
    assert days_left(due - timedelta(days=before), due) >= days_left(due - timedelta(days=max(before - 1, 0)), due)
