"""The clock of London: how a time is written, and the two nights when it changes (R8).

In March 1am becomes 2am: 01:30 is missing. In October 2am becomes 1am: 01:30 comes twice. Adding hours to a London
time would count the clock's hands, not the hours; here hours are hours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from fairplace.foundations.kernel.working_days import LONDON


def add_clock_hours(start: datetime, hours: float | timedelta) -> datetime:
    """The instant at which so many hours have passed, nights and weekends too; in London's time.

    Raises ValueError for negative hours and for a start without a time zone.
    """
    passed = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    if passed < timedelta():
        raise ValueError("Hours are counted forwards.")
    if start.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return (start.astimezone(UTC) + passed).astimezone(LONDON)


def london_instant(day: date, at: time) -> datetime | None:
    """The instant that people in London write so; None where it is missing, in the hour that March skips.

    Where it comes twice, in October, it is the second: whoever waits for a deadline never loses an hour.
    """
    told = datetime.combine(day, at.replace(tzinfo=None, fold=1), LONDON)
    back = told.astimezone(UTC).astimezone(LONDON)
    return told if back.replace(tzinfo=None) == told.replace(tzinfo=None) else None


def which_of_two(instant: datetime) -> str:
    """Where this clock time comes twice in its night: which of the two it is; otherwise nothing."""
    local = instant.astimezone(LONDON)
    first, second = local.replace(fold=0), local.replace(fold=1)
    if first.utcoffset() == second.utcoffset() or london_instant(local.date(), local.time()) is None:
        return ""
    return "after the clocks go back" if local.fold else "before the clocks go back"


def clock_time(instant: datetime) -> str:
    """5pm, 5:30pm, midday, midnight; in the night when it comes twice: 1:30am before the clocks go back"""
    local = instant.astimezone(LONDON)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'} {which_of_two(instant)}".rstrip()


def day_and_time(instant: datetime) -> str:
    """Tuesday 5 January 2027, 5pm: as letters and sentences say a deadline, like the pages."""
    local = instant.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {clock_time(instant)}"
