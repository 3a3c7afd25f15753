"""Moments of the story, in working days of London: so that the demo is always set in this week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from fairplace.foundations.kernel.working_days import LONDON, add_working_days, is_working_day


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of day in London."""
    return datetime.combine(day, time(hour, minute), LONDON)


def after(start: datetime, working_days: int, hour: int, minute: int = 0) -> datetime:
    """So many working days later, at that time of day."""
    return moment(add_working_days(start.astimezone(LONDON).date(), working_days), hour, minute)


def working_days_before(day: date, working_days: int) -> date:
    """The working day that lies so many before; 0 is the day itself or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    for _ in range(working_days):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day


def last_closing(now: datetime) -> date:
    """The last working day whose 5pm has passed by half an hour at least."""
    day = now.astimezone(LONDON).date()
    if not is_working_day(day) or now < moment(day, 17, 30):
        day -= timedelta(days=1)
    return working_days_before(day, 0)


def next_closing(now: datetime) -> date:
    """The first working day whose 5pm is an hour away or more."""
    day = now.astimezone(LONDON).date()
    if now > moment(day, 16):
        day += timedelta(days=1)
    return add_working_days(day, 0)
