"""When one can join, how soon it is decided and how long it all lasts: for everyone to read (Q5, Q13, P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fairplace.dps.market.queries.categories import CategoryRow, categories
from fairplace.dps.market.queries.entry import entries
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.entry import Entry
from fairplace.dps.market.rules.regimes import Regime, regime_of


@dataclass(frozen=True, slots=True)
class Timetable:
    """regime: its decide_within and decide_within_extended are working days; its rules tell the rest in words."""

    regime: Regime
    begins_on: date
    ends_on: date
    entries: tuple[tuple[CategoryRow, Entry], ...]


def timetable(at: datetime) -> Timetable:
    """Of the system that is worked in, with the entry of each category that has a published version."""
    system = the_system()
    entry_now = entries(at, system.id)
    return Timetable(
        regime=regime_of(system.regime),
        begins_on=system.begins_on,
        ends_on=system.ends_on,
        entries=tuple((row, entry_now[row.id]) for row in categories()),
    )
