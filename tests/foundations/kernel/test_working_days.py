"""England's working days and hours (Q13, R8)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel import working_days
from fairplace.foundations.kernel.working_days import LONDON

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
instants = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
counts = st.integers(0, 60)


@pytest.mark.parametrize(
    "holiday",
    [
        date(2024, 3, 29),  # Good Friday
        date(2025, 4, 21),  # Easter Monday
        date(2020, 5, 8),  # VE Day, moved from the Monday
        date(2022, 6, 2),  # the moved spring holiday
        date(2022, 6, 3),  # the Jubilee
        date(2022, 9, 19),  # the Queen's funeral
        date(2023, 5, 8),  # the Coronation
        date(2026, 8, 31),  # summer
        date(2026, 12, 28),  # Boxing Day, kept on the Monday
        date(2028, 1, 3),  # New Year's Day, kept on the Monday
    ],
)
def test_bank_holiday_is_not_a_working_day(holiday: date) -> None:
    assert not working_days.is_working_day(holiday)


@pytest.mark.parametrize(
    "day", [date(2020, 5, 4), date(2022, 5, 30), date(2026, 1, 2), date(2026, 3, 17), date(2026, 8, 3)]
)
def test_holiday_moved_away_or_kept_elsewhere_in_the_kingdom_is_a_working_day(day: date) -> None:
    """2 January and early August are Scotland's, St Patrick's Day Northern Ireland's."""
    assert working_days.is_working_day(day)


def test_ten_working_days_over_easter() -> None:
    """Q13: a request to join is decided within 10 working days."""
    assert working_days.add_working_days(date(2026, 3, 27), 10) == date(2026, 4, 14)


@given(days, counts)
def test_adding_working_days_ends_on_a_working_day_that_many_days_on(start: date, count: int) -> None:
    end = working_days.add_working_days(start, count)
    assert working_days.is_working_day(end)
    assert end >= start
    if count:
        assert working_days.working_days_between(start, end) == count


@given(days, counts, counts)
def test_adding_working_days_in_two_steps_is_the_same(start: date, first: int, second: int) -> None:
    in_steps = working_days.add_working_days(working_days.add_working_days(start, first + 1), second)
    assert in_steps == working_days.add_working_days(start, first + second + 1)


@given(days, st.integers(0, 90))
def test_counting_backwards_is_counting_forwards_negated(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert working_days.working_days_between(end, start) == -working_days.working_days_between(start, end)


@given(days, st.integers(0, 1_200))
def test_counting_working_days_is_looking_at_each(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    each = sum(working_days.is_working_day(start + timedelta(days=n)) for n in range(1, length + 1))
    assert working_days.working_days_between(start, end) == each


def test_next_working_day_after_christmas() -> None:
    assert working_days.next_working_day(date(2026, 12, 24)) == date(2026, 12, 29)


@given(instants, st.integers(0, 200))
def test_working_hours_added_are_the_working_hours_that_lie_between(start: datetime, hours: int) -> None:
    end = working_days.add_working_hours(start, hours)
    assert end >= start
    assert working_days.is_working_day(end.date())
    assert working_days.OPENS <= end.timetz().replace(tzinfo=None) <= working_days.CLOSES
    assert working_days.working_hours_between(start, end) == timedelta(hours=hours)


@given(
    instants,
    st.timedeltas(timedelta(0), timedelta(hours=30)),
    st.timedeltas(timedelta(0), timedelta(hours=30)),
)
def test_more_working_hours_never_end_earlier(start: datetime, first: timedelta, more: timedelta) -> None:
    assert working_days.add_working_hours(start, first) <= working_days.add_working_hours(start, first + more)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (datetime(2026, 6, 5, 16, tzinfo=LONDON), 2, datetime(2026, 6, 8, 10, tzinfo=LONDON)),
        (datetime(2026, 6, 6, 12, tzinfo=LONDON), 0, datetime(2026, 6, 8, 9, tzinfo=LONDON)),
        (datetime(2026, 6, 4, 9, tzinfo=LONDON), 8, datetime(2026, 6, 4, 17, tzinfo=LONDON)),
        (datetime(2026, 6, 4, 18, tzinfo=LONDON), 4, datetime(2026, 6, 5, 13, tzinfo=LONDON)),
        (datetime(2026, 6, 4, 3, tzinfo=LONDON), 1.5, datetime(2026, 6, 4, 10, 30, tzinfo=LONDON)),
        # over the nights in which the clocks change, and from an instant given in UTC during summer time
        (datetime(2026, 3, 27, 16, tzinfo=LONDON), 2, datetime(2026, 3, 30, 10, tzinfo=LONDON)),
        (datetime(2026, 10, 23, 16, tzinfo=LONDON), 2, datetime(2026, 10, 26, 10, tzinfo=LONDON)),
        (datetime(2026, 6, 4, 15, 30, tzinfo=UTC), 1, datetime(2026, 6, 5, 9, 30, tzinfo=LONDON)),
        # Good Friday and Easter Monday do not count
        (datetime(2026, 4, 2, 16, tzinfo=LONDON), 2, datetime(2026, 4, 7, 10, tzinfo=LONDON)),
    ],
)
def test_response_time_is_counted_in_working_hours(start: datetime, hours: float, end: datetime) -> None:
    """R8."""
    assert working_days.add_working_hours(start, hours) == end


def test_deadline_in_working_days_is_five_oclock_in_london() -> None:
    late_in_tokyo = datetime(2026, 6, 5, 3, tzinfo=ZoneInfo("Asia/Tokyo"))  # still Thursday evening in London
    assert working_days.working_deadline(late_in_tokyo, 1) == datetime(2026, 6, 5, 16, tzinfo=UTC)


def test_days_left_on_a_queue_fall_to_nought_and_below() -> None:
    """Q13: the queue shows days left."""
    due = datetime(2026, 6, 12, 17, tzinfo=LONDON)
    assert working_days.working_days_left(datetime(2026, 6, 5, 9, tzinfo=LONDON), due) == 5
    assert working_days.working_days_left(datetime(2026, 6, 12, 9, tzinfo=LONDON), due) == 0
    assert working_days.working_days_left(datetime(2026, 6, 15, 9, tzinfo=LONDON), due) == -1


def test_counting_backwards_or_without_a_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="forwards"):
        working_days.add_working_days(date(2026, 6, 5), -1)
    with pytest.raises(ValueError, match="forwards"):
        working_days.add_working_hours(datetime(2026, 6, 5, tzinfo=UTC), -1)
    with pytest.raises(ValueError, match="time zone"):
        working_days.add_working_hours(datetime(2026, 6, 5), 1)  # noqa: DTZ001
