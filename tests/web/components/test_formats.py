"""Dates, money, distances and time left are written the same everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from fairplace.web.components import formats
from fairplace.web.components.formats import time_left, urgency

TUESDAY = datetime(2027, 1, 5, 10, 30, tzinfo=UTC)


def test_money_is_in_pounds_and_pence() -> None:
    assert formats.money(Decimal("1185")) == "£1,185.00"
    assert formats.money(Fraction(1, 3)) == "£0.33"


def test_days_and_moments_are_london_s() -> None:
    assert formats.day(date(2027, 1, 5)) == "5 January 2027"
    assert formats.day(datetime(2027, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2027"
    assert formats.moment(datetime(2027, 1, 5, 17, 0, tzinfo=UTC)) == "5 January 2027 at 5pm"
    assert formats.moment(datetime(2027, 7, 5, 16, 30, tzinfo=UTC)) == "5 July 2027 at 5:30pm"
    assert formats.moment(datetime(2027, 1, 5, 12, 0, tzinfo=UTC)) == "5 January 2027 at midday"
    assert formats.moment(datetime(2027, 1, 5, 0, 0, tzinfo=UTC)) == "5 January 2027 at midnight"
    assert formats.weekday(date(2027, 1, 5)) == "Tuesday 5 January 2027"


def test_small_words() -> None:
    assert formats.miles(Decimal("9.94")) == "9.9 miles"
    assert formats.miles(1) == "1 mile"
    assert formats.points(Fraction(224, 10)) == "22.4"
    assert formats.points(30) == "30.0"
    assert formats.counted(3, "place") == "3 places"
    assert formats.counted(1, "place") == "1 place"
    assert formats.counted(0, "child", "children") == "no children"
    assert formats.listed(["a", "b", "c"]) == "a, b and c"
    assert formats.sentence("no IPAs") == "No IPAs"
    assert formats.yes_no(None) == "Not answered"
    assert formats.percent(Decimal("61")) == "61\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (datetime(2027, 1, 8, 17, tzinfo=UTC), "closes in 3 working days, Friday 5pm"),
        (datetime(2027, 1, 5, 17, 30, tzinfo=UTC), "closes in 7 hours, today 5:30pm"),
        (datetime(2027, 1, 5, 10, 55, tzinfo=UTC), "closes in 25 minutes, today 10:55am"),
        (datetime(2027, 1, 5, 10, 30, 30, tzinfo=UTC), "closes in 1 minute, today 10:30am"),
        (datetime(2027, 1, 6, 12, tzinfo=UTC), "closes in 1 working day, tomorrow midday"),
        (datetime(2027, 1, 9, 17, tzinfo=UTC), "closes in 4 days, Saturday 5pm"),
        (datetime(2027, 1, 19, 17, tzinfo=UTC), "closes in 10 working days, 19 January 2027 at 5pm"),
        (datetime(2027, 3, 12, 17, tzinfo=UTC), "closes in 9 weeks, 12 March 2027 at 5pm"),
        (date(2027, 9, 1), "closes in 7 months, 1 September 2027"),
        (date(2027, 1, 5), "closes today"),
        (date(2027, 1, 4), "closed 4 January 2027"),
        (datetime(2027, 1, 5, 10, 30, tzinfo=UTC), "closed 5 January 2027 at 10:30am"),
    ],
)
def test_every_date_says_how_long_is_left(then: date, words: str) -> None:
    assert time_left(then, TUESDAY) == words


def test_time_left_counts_bank_holidays_out() -> None:
    before_easter = datetime(2027, 3, 25, 9, tzinfo=UTC)
    closing = datetime(2027, 3, 30, 16, tzinfo=UTC)
    assert time_left(closing, before_easter) == "closes in 1 working day, Tuesday 5pm"


def test_time_left_fits_other_verbs_and_none() -> None:
    assert time_left(date(2027, 1, 8), TUESDAY, "expires", "expired") == "expires in 3 working days, Friday"
    assert time_left(date(2027, 1, 8), TUESDAY, "", "") == "in 3 working days, Friday"
    assert time_left(date(2027, 1, 1), TUESDAY, "", "") == "1 January 2027"


def test_urgency_follows_the_time_left() -> None:
    assert urgency(datetime(2027, 1, 5, 10, tzinfo=UTC), TUESDAY) == "late"
    assert urgency(datetime(2027, 1, 5, 17, tzinfo=UTC), TUESDAY) == "today"
    assert urgency(datetime(2027, 1, 7, 17, tzinfo=UTC), TUESDAY) == "soon"
    assert urgency(date(2027, 1, 8), TUESDAY) == "later"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (date(2027, 1, 8), "in 3 working days"),
        (datetime(2027, 1, 8, 17, 0, tzinfo=UTC), "in 3 working days"),
        (date(2027, 1, 5), "today"),
        (date(2027, 1, 4), ""),
        (datetime(2027, 1, 5, 10, 30, tzinfo=UTC), ""),
        (datetime(2027, 1, 5, 12, 45, tzinfo=UTC), "in 2 hours"),
    ],
)
def test_until_stands_beside_a_date_written_in_full(then: date, words: str) -> None:
    assert formats.until(then, TUESDAY) == words
