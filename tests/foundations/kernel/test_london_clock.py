"""Deadlines on the nights when the clocks change (R8): 01:30 is missing in March and comes twice in October."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.london_clock import add_clock_hours, day_and_time, london_instant, which_of_two
from fairplace.foundations.kernel.working_days import LONDON

MARCH, OCTOBER = date(2027, 3, 28), date(2027, 10, 31)
HALF_PAST_ONE = time(1, 30)
instants = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(), timedelta(days=30))


def test_r8_half_past_one_is_missing_in_march() -> None:
    assert london_instant(MARCH, HALF_PAST_ONE) is None
    assert london_instant(MARCH, time(0, 59)) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert london_instant(MARCH, time(2)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_r8_half_past_one_in_october_is_the_later_of_the_two() -> None:
    at = london_instant(OCTOBER, HALF_PAST_ONE)
    assert at is not None
    assert at.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert which_of_two(at) == "after the clocks go back"
    assert which_of_two(datetime(2027, 10, 31, 0, 30, tzinfo=UTC)) == "before the clocks go back"


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2027, 1, 5, 17, tzinfo=UTC), "Tuesday 5 January 2027, 5pm"),
        (datetime(2027, 7, 5, 16, 30, tzinfo=UTC), "Monday 5 July 2027, 5:30pm"),
        (datetime(2027, 1, 5, 12, tzinfo=UTC), "Tuesday 5 January 2027, midday"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "Sunday 31 October 2027, 1:30am before the clocks go back"),
    ],
)
def test_x2_letters_write_a_time_as_pages_do(instant: datetime, written: str) -> None:
    """Letters said 17:00 where pages said 5pm."""
    assert day_and_time(instant) == written


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2027, 3, 27, 21, 30, tzinfo=UTC), "2027-03-28T02:30:00+01:00"),  # four hours; the hands moved five
        (datetime(2027, 10, 30, 20, 30, tzinfo=UTC), "2027-10-31T01:30:00+01:00"),  # the first half past one
        (datetime(2027, 10, 30, 21, 30, tzinfo=UTC), "2027-10-31T01:30:00+00:00"),  # the second
    ],
)
def test_r8_four_hours_over_the_change_are_four_hours(start: datetime, end: str) -> None:
    assert add_clock_hours(start.astimezone(LONDON), 4).isoformat() == end


@given(instants, lengths)
def test_r8_hours_by_the_clock_pass_as_long_as_they_say(start: datetime, length: timedelta) -> None:
    assert add_clock_hours(start.astimezone(LONDON), length).astimezone(UTC) - start == length


@given(instants, lengths, lengths)
def test_r8_hours_in_two_steps_are_the_same(start: datetime, first: timedelta, second: timedelta) -> None:
    assert add_clock_hours(add_clock_hours(start, first), second) == add_clock_hours(start, first + second)


@given(instants)
def test_r8_what_the_clock_shows_is_read_back_never_earlier(instant: datetime) -> None:
    """The written time of any instant exists, and means that instant or, where it comes twice, its second coming."""
    local = instant.astimezone(LONDON)
    back = london_instant(local.date(), local.time())
    assert back is not None
    gap = back.astimezone(UTC) - instant
    assert gap == (timedelta(hours=1) if which_of_two(instant) == "before the clocks go back" else timedelta())


def test_hours_run_forwards_from_a_known_zone() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_clock_hours(datetime(2027, 1, 1, tzinfo=UTC), -1)
    with pytest.raises(ValueError, match="zone"):
        add_clock_hours(datetime(2027, 1, 1), 1)  # noqa: DTZ001
