"""England's working days and working hours, for every clock of the procedure (Q13, R8).

A working day is Monday to Friday and not a bank holiday in England. Working hours run from 9am to 5pm
on working days, by the clocks of London: an instant may come in any time zone and goes out in London's.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

LONDON = ZoneInfo("Europe/London")
OPENS = time(9)
CLOSES = time(17)

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices in England work on this day."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after this one."""
    return add_working_days(day, 1)


def add_working_days(start: date, days: int) -> date:
    """The day that is `days` working days after `start`, which itself is day nought.

    With 0 it is `start`, or the next working day when nobody works then. Raises ValueError below 0.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards.")
    if days == 0 and is_working_day(start):
        return start
    following = _working_days_after(start)
    day = next(following)
    for _ in range(days - 1):
        day = next(following)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    free = sum(
        start < day <= end and day.weekday() < _SATURDAY
        for year in range(start.year, end.year + 1)
        for day in _bank_holidays(year)
    )
    return _weekdays_until(end) - _weekdays_until(start) - free


def working_days_left(now: datetime, until: datetime) -> int:
    """Whole working days left on a queue's clock: 0 on the last day, negative when it has passed (Q13)."""
    return working_days_between(_london(now).date(), _london(until).date())


def end_of_working_day(day: date) -> datetime:
    """5pm in London on this day."""
    return datetime.combine(day, CLOSES, LONDON)


def working_deadline(start: datetime, days: int) -> datetime:
    """5pm on the working day that is `days` working days after `start`."""
    return end_of_working_day(add_working_days(_london(start).date(), days))


def add_working_hours(
    start: datetime, hours: float | timedelta, *, opens: time = OPENS, closes: time = CLOSES
) -> datetime:
    """The instant at which `hours` working hours have passed since `start` (R8).

    Time outside working hours does not count: from Friday 4pm, two hours end on Monday at 10am.
    Raises ValueError for negative hours.
    """
    left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    if left < timedelta():
        raise ValueError("Working hours are counted forwards.")
    at = _london(start)
    day = at.date()
    while True:
        opening, closing = _window(day, opens, closes)
        begin = max(at, opening)
        if is_working_day(day) and begin < closing:
            if left <= closing - begin:
                return begin + left
            left -= closing - begin
        day += _ONE_DAY


def working_hours_before(
    end: datetime, hours: float | timedelta, *, opens: time = OPENS, closes: time = CLOSES
) -> datetime:
    """The latest instant from which `hours` working hours lead to `end`: `add_working_hours` gives its end back.

    Raises ValueError for negative hours.
    """
    left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    if left < timedelta():
        raise ValueError("Working hours are counted.")
    at = _london(end)
    if not left:
        return at
    day = at.date()
    while True:
        opening, closing = _window(day, opens, closes)
        finish = min(at, closing)
        if is_working_day(day) and opening < finish:
            if left <= finish - opening:
                return finish - left
            left -= finish - opening
        day -= _ONE_DAY


def working_hours_between(start: datetime, end: datetime, *, opens: time = OPENS, closes: time = CLOSES) -> timedelta:
    """How much working time lies between two instants; nothing when `end` is not later."""
    first, last = _london(start), _london(end)
    total = timedelta()
    day = first.date()
    while day <= last.date():
        if is_working_day(day):
            opening, closing = _window(day, opens, closes)
            total += max(timedelta(), min(last, closing) - max(first, opening))
        day += _ONE_DAY
    return total


def _window(day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
    return datetime.combine(day, opens, LONDON), datetime.combine(day, closes, LONDON)


def _london(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return instant.astimezone(LONDON)


def _weekdays_until(day: date) -> int:
    """Monday to Friday, from the calendar's first day, which was a Monday, up to and including this one."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * _SATURDAY + min(rest, _SATURDAY)


def _working_days_after(day: date) -> Iterator[date]:
    while True:
        day += _ONE_DAY
        if is_working_day(day):
            yield day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
