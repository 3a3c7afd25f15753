"""By when a request to join is decided (Q13): working days of London from the day after it was sent."""

from __future__ import annotations

from datetime import date, datetime

from fairplace.foundations.kernel.working_days import LONDON, add_working_days, working_days_between

LEFT = {"late": (None, -1), "2": (0, 2), "5": (3, 5), "more": (6, None)}
"""Days left, as the queue's filter groups them: from, to, in working days; None: without end."""


def decide_by(submitted_at: datetime, working_days: int) -> date:
    """The last day for a decision. Asking a clarification does not move it."""
    return add_working_days(submitted_at.astimezone(LONDON).date(), working_days)


def days_left(today: date, by: date) -> int:
    """Whole working days: 0 on the last day, negative when it has passed."""
    return working_days_between(today, by)


def left_in_words(today: date, by: date) -> str:
    """As a queue and its export say it."""
    days = days_left(today, by)
    if days == 0:
        return "today" if by >= today else "late"
    word = "working day" if abs(days) == 1 else "working days"
    return f"{days} {word} left" if days > 0 else f"{-days} {word} late"


def between(today: date, group: str) -> tuple[date | None, date | None]:
    """The first and last `decide_by` of a group of days left; (None, None) for no group. Calendar days."""
    if group not in LEFT:
        return None, None
    first, last = LEFT[group]
    if group == "late":
        return None, date.fromordinal(today.toordinal() - 1)
    return (
        None
        if first is None
        else today
        if first == 0
        else date.fromordinal(add_working_days(today, first - 1).toordinal() + 1),
        None if last is None else date.fromordinal(add_working_days(today, last + 1).toordinal() - 1),
    )
