"""When a record falls due, and what a council may choose (T5). Days are London's; a period is counted in months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

BASES: Final = {
    "law": "Law",
    "practice": "Practice of councils: confirm it",
    "ours": "Our default: confirm it",
}
ERASURE: Final = "erasure_request"
"""Not by its time, but because somebody may demand it."""
ERASURE_TITLE: Final = "Erased on demand: who the child is"


@dataclass(frozen=True, slots=True)
class RecordClass:
    """One class of records. Periods in months."""

    code: str
    title: str
    whose: str
    months: int
    least: int
    most: int
    begins: str
    goes: str
    stays: str
    source: str
    basis: str

    @property
    def basis_words(self) -> str:
        return BASES[self.basis]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, and since when its period runs. None: it does not run yet, `why` says why."""

    code: str
    id: UUID
    name: str
    since: date | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing whose period is over."""

    code: str
    id: UUID | None
    name: str
    due_on: date


def read_classes(told: Iterable[Mapping[str, Any]]) -> dict[str, RecordClass]:
    """From the seed. Raises ValueError where a default lies outside its own bounds."""
    found = {}
    for one in told:
        made = RecordClass(
            code=one["code"], title=one["title"], whose=one["whose"], months=one["months"], least=one["least"],
            most=one["most"], begins=one["from"], goes=one["goes"], stays=one["stays"], source=one["source"],
            basis=one["basis"],
        )  # fmt: skip
        if not 1 <= made.least <= made.months <= made.most or made.basis not in BASES:
            raise ValueError(f"The class {made.code} is not as it must be.")
        found[made.code] = made
    return found


def due_on(since: date, months: int) -> date:
    """The first day on which it may go: the day after the period's last. The end of February stands in for its 31st."""
    whole = since.year * 12 + since.month - 1 + months
    year, month = divmod(whole, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(since.day, last)) + timedelta(days=1)


def due(things: Iterable[Kept], months: Mapping[str, int], today: date) -> list[Due]:
    """What may go today, oldest first. months: by class."""
    found = [
        Due(one.code, one.id, one.name, when)
        for one in things
        if one.since is not None and (when := due_on(one.since, months[one.code])) <= today
    ]
    return sorted(found, key=lambda one: (one.due_on, one.name))


def before(months: int, today: date) -> date:
    """Of records that are counted and not listed: those of before this day may go."""
    whole = today.year * 12 + today.month - 1 - months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def wrong_period(rule: RecordClass, months: int | None, because: str) -> str:
    """Why a council may not choose this period; nothing when it may."""
    if months is None or not rule.least <= months <= rule.most:
        return f"Choose from {rule.least} to {rule.most} months: {rule.source}."
    if months != rule.months and not because.strip():
        return "Say why your council keeps it for another time than the default."
    return ""
