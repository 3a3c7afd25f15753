"""How dates, money, distances and time left are written, once for the whole product. Each is a Jinja filter.

All are pure: an instant comes in any time zone and is written in London's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fairplace.foundations.kernel.london_clock import clock_time
from fairplace.foundations.kernel.money import format_pounds, round_pounds
from fairplace.foundations.kernel.rounding import exact_text, half_up
from fairplace.foundations.kernel.working_days import LONDON, is_working_day, working_days_between

Amount = Decimal | Fraction | int
Then = datetime | date

WEEKS_FROM = 16  # working days; further away is said in weeks
MONTHS_FROM = 120  # days; further away is said in months
MONTH_DAYS = 30.44


def money(amount: Amount) -> str:
    """£1,185.00"""
    return format_pounds(amount)


def cover(amount: Decimal | int) -> str:
    """£10 million: of insurance, and whatever else is a round sum"""
    return round_pounds(amount)


def day(value: Then) -> str:
    """5 January 2027"""
    local = _local_day(value)
    return f"{local.day} {local:%B %Y}"


def short_day(value: Then) -> str:
    """5 Jan 2027, for narrow columns"""
    local = _local_day(value)
    return f"{local.day} {local:%b %Y}"


def weekday(value: Then) -> str:
    """Tuesday 5 January 2027"""
    return f"{_local_day(value):%A} {day(value)}"


def clock(value: datetime) -> str:
    """5pm, 5:30pm, midday, midnight; in the night when it comes twice: 1:30am before the clocks go back"""
    return clock_time(value)


def moment(value: datetime) -> str:
    """5 January 2027 at 5pm"""
    return f"{day(value)} at {clock(value)}"


def machine_time(value: Then) -> str:
    """For the datetime attribute of <time>: 2027-01-05 or 2027-01-05T17:00:00+00:00"""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def miles(value: Decimal | float | Fraction | int) -> str:
    """9.9 miles, 1 mile"""
    exact = value if isinstance(value, Decimal | Fraction | int) else Decimal(str(value))
    shown = exact_text(half_up(exact, 1), least_places=0, grouped=True)
    return f"{shown} {'mile' if shown == '1' else 'miles'}"


def points(value: Amount, places: int = 1) -> str:
    """22.4: points of a score, rounded half-up for the eye; the record keeps them exact"""
    return exact_text(half_up(value, places), least_places=places, grouped=False)


def percent(value: Amount, places: int = 0) -> str:
    """61 % of 100"""
    return f"{exact_text(half_up(value, places), least_places=places, grouped=False)}\N{NO-BREAK SPACE}%"


def counted(number: int, one: str, many: str = "") -> str:
    """3 places, 1 place, no places"""
    shown = f"{number:,}" if number else "no"
    return f"{shown} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """The first letter made a capital, the rest left as it is"""
    return text[:1].upper() + text[1:]


def listed(items: list[str], last: str = "and") -> str:
    """a, b and c"""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def yes_no(value: bool | None) -> str:
    """Yes, No, or Not answered"""
    return "Not answered" if value is None else "Yes" if value else "No"


def time_left(then: Then, now: datetime, verb: str = "closes", past: str = "closed") -> str:
    """closes in 3 working days, Friday 5pm

    verb and past fit the thing: `| time_left(request.now, "expires", "expired")`; either may be empty. A date
    without a time counts to the end of its day.
    """
    at_time = isinstance(then, datetime)
    today, last = _local_day(now), _local_day(then)
    if then <= now if isinstance(then, datetime) else last < today:
        return f"{past} {_when(then, at_time)}".lstrip()
    gap = _gap(then, now)
    if last == today:
        return f"{verb} {gap}, today {clock(then)}".lstrip() if isinstance(then, datetime) else f"{verb} today".lstrip()
    return f"{verb} {gap}, {_near(then, now)}".lstrip()


def until(then: Then, now: datetime) -> str:
    """in 3 working days: beside a date that is written in full; nothing once it is past"""
    past = then <= now if isinstance(then, datetime) else then < _local_day(now)
    return "" if past else "today" if then == _local_day(now) else _gap(then, now)


def urgency(then: Then, now: datetime) -> str:
    """late, today, soon (two working days) or later: a style beside the words, never instead of them"""
    today, last = _local_day(now), _local_day(then)
    if then <= now if isinstance(then, datetime) else last < today:
        return "late"
    if last == today:
        return "today"
    return "soon" if working_days_between(today, last) <= 2 else "later"


def _gap(then: Then, now: datetime) -> str:
    today, last = _local_day(now), _local_day(then)
    if last == today and isinstance(then, datetime):
        minutes = max(1, int((then - now).total_seconds() // 60))
        return f"in {counted(minutes, 'minute')}" if minutes < 60 else f"in {counted(minutes // 60, 'hour')}"
    days = (last - today).days
    working = working_days_between(today, last)
    if days >= MONTHS_FROM:
        return f"in {counted(int(days / MONTH_DAYS), 'month')}"
    if working >= WEEKS_FROM:
        return f"in {counted(days // 7, 'week')}"
    if working == 0 or not is_working_day(last):
        return f"in {counted(days, 'day')}"
    return f"in {counted(working, 'working day')}"


def _near(then: Then, now: datetime) -> str:
    today, last = _local_day(now), _local_day(then)
    at = f" {clock(then)}" if isinstance(then, datetime) else ""
    if last == today + timedelta(days=1):
        return f"tomorrow{at}"
    if (last - today).days < 7:
        return f"{last:%A}{at}"
    return _when(then, isinstance(then, datetime))


def _when(then: Then, at_time: bool) -> str:
    return moment(then) if at_time and isinstance(then, datetime) else day(then)


def _local_day(value: Then) -> date:
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "cover": cover,
    "day": day,
    "short_day": short_day,
    "weekday": weekday,
    "clock": clock,
    "moment": moment,
    "machine_time": machine_time,
    "miles": miles,
    "points": points,
    "exact": exact_text,
    "percent": percent,
    "counted": counted,
    "sentence": sentence,
    "listed": listed,
    "yes_no": yes_no,
    "time_left": time_left,
    "until": until,
    "urgency": urgency,
}
