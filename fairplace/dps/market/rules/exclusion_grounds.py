"""Grounds on which the law excludes a provider, and for how long each counts (P2, Q4).

Data stand in market/seeds/grounds-*.toml, one file for each law, every ground with its reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.market.seeds import read_law

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground, in words to say yes or no to, with its reference.

    kind: mandatory grounds must exclude, discretionary ones may. look_back_years None: it counts until it is put right.
    cured_by_payment: paying, or a binding arrangement to pay, ends it. self_cleaning: proof of having put things
    right is weighed. ignore_before: the law's transitional rule, events before that day are ignored. from_knowledge:
    counted from the day on which the council knew, or should have known. anniversary_counts: whether the day that is
    exactly so many years later is still inside the look-back.
    """

    code: str
    text: str
    reference: str
    kind: Literal["mandatory", "discretionary"]
    look_back_years: int | None
    counted_from: Literal["conviction", "event"]
    cured_by_payment: bool
    self_cleaning: bool
    heading: str
    look_back_reference: str
    ignore_before: date | None = None
    from_knowledge: bool = False
    anniversary_counts: bool = True


@dataclass(frozen=True, slots=True)
class Counting:
    """Until when a declared event counts. last_day None: until it is put right."""

    first_day: date
    last_day: date | None


@cache
def grounds_of(regime_code: str) -> tuple[Ground, ...]:
    """Every ground of the regime's law: the mandatory ones first, as the law orders them. Refused: no such regime."""
    read = read_law(f"grounds-{regime_of(regime_code).grounds}")
    return tuple(
        Ground(
            code=one["code"],
            text=one["text"],
            reference=one["reference"],
            kind=group["kind"],
            look_back_years=group.get("look_back_years"),
            counted_from=group["counted_from"],
            cured_by_payment=group.get("cured_by_payment", False),
            self_cleaning=group.get("self_cleaning", False),
            heading=group["heading"],
            look_back_reference=group["look_back_reference"],
            ignore_before=one.get("ignore_before"),
            from_knowledge=group.get("from_knowledge", False),
            anniversary_counts=read["anniversary_counts"],
        )
        for group in read["groups"]
        for one in group["grounds"]
    )


@cache
def whose_events_count(regime_code: str) -> str:
    """Of whom the grounds are asked, for the page's own words: "you, or anyone who …"."""
    return str(read_law(f"grounds-{regime_of(regime_code).grounds}")["who"])


def counting_of(ground: Ground, happened_on: date, *, known_on: date | None = None) -> Counting | None:
    """From which day until which a conviction or an event counts against a provider; None: the law ignores it.

    known_on: when the council learned of it, which matters to grounds counted from knowledge alone.
    """
    if ground.ignore_before is not None and happened_on < ground.ignore_before:
        return None
    if ground.look_back_years is None:
        return Counting(happened_on, None)
    start = max(happened_on, known_on) if ground.from_knowledge and known_on else happened_on
    return Counting(happened_on, _last_day(start, ground.look_back_years, ground.anniversary_counts))


def still_counts(
    ground: Ground, happened_on: date, day: date, *, known_on: date | None = None, paid_on: date | None = None
) -> bool:
    """Whether it counts on that day. paid_on: when it was paid, or bindingly agreed to be, which ends a tax ground."""
    counting = counting_of(ground, happened_on, known_on=known_on)
    if counting is None or day < counting.first_day:
        return False
    if ground.cured_by_payment and paid_on is not None and paid_on <= day:
        return False
    return counting.last_day is None or day <= counting.last_day


def _last_day(start: date, years: int, anniversary_counts: bool) -> date:
    """A leap day's anniversary is 28 February where the anniversary counts, and 1 March where it no longer does."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)
    return anniversary if anniversary_counts else anniversary - _ONE_DAY
