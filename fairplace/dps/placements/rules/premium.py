"""A premium that was agreed with an award: has its condition been reached, who says so, is it due (C8, K8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum

from fairplace.foundations.kernel.refused import Refused

REMINDED = (30, 7, 1)
"""Days before the day of the premium on which both sides are reminded."""
FEWEST_WORDS = 3


class Step(Enum):
    """What was said of it; stored. The provider says, the council decides."""

    SAID = "said"
    REACHED = "reached"
    NOT_REACHED = "not_reached"


class Standing(Enum):
    """Where it stands. LATE: its day has passed and nobody has decided."""

    OPEN = "open"
    SAID = "said"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    LATE = "late"

    @property
    def label(self) -> str:
        return {
            "open": "Not decided yet",
            "said": "The provider says it is reached",
            "reached": "Reached: the premium is due",
            "not_reached": "Not reached",
            "late": "The day has passed: to decide",
        }[self.value]


def standing_of(steps: Sequence[Step], by: date, today: date) -> Standing:
    """steps: in their order. What was found not to be reached may be looked at again until its day."""
    last = steps[-1] if steps else None
    if last is Step.REACHED:
        return Standing.REACHED
    if last is Step.SAID:
        return Standing.SAID
    if today > by:
        return Standing.NOT_REACHED if last is Step.NOT_REACHED else Standing.LATE
    return Standing.OPEN


def check_step(
    step: Step, before: Sequence[Step], *, day: date | None, words: str, starts_on: date, by: date, today: date
) -> None:
    """Refused where nothing can be said any more, without evidence, or for a day on which it cannot have been reached.

    day: on which the condition was reached, for all but NOT_REACHED. by: the last day that counts.
    """
    if before and before[-1] is Step.REACHED:
        raise Refused("It is decided: the premium is due.")
    if len(words.split()) < FEWEST_WORDS:
        raise Refused("Say in a sentence what shows it: both sides read it.", "words")
    if step is Step.NOT_REACHED:
        return
    if day is None:
        raise Refused("Enter the day on which it was reached.", "day")
    if day > today:
        raise Refused("The day lies ahead: say it when it is reached.", "day")
    if not starts_on <= day <= by:
        raise Refused(f"It must have been reached from {_day(starts_on)}, when it starts, to {_day(by)}.", "day")


def reminders_due(by: date, today: date) -> list[int]:
    """Those of REMINDED that this day has come to; 0 once the day has passed. The last one stands for those before."""
    left = (by - today).days
    if left < 0:
        return [0]
    return [days for days in REMINDED if left <= days][-1:]


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
