"""The period of validity: what the regime lets a lead set and change (P2, §5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fairplace.dps.market.rules.entry import last_day_of_years
from fairplace.dps.market.rules.regimes import Regime
from fairplace.foundations.kernel.refused import Refused


@dataclass(frozen=True, slots=True)
class PeriodStanding:
    """What may still be changed today. latest: the last day that the law allows, if any; why_not: with the rule."""

    may_change: bool
    latest: date | None
    why_not: str


def latest_end(regime: Regime, begins_on: date) -> date | None:
    """The last day that the regime allows to a system that began on that day; None: the law sets none."""
    limits = []
    if regime.hard_stop is not None:
        limits.append(regime.hard_stop)
    if regime.most_years is not None:
        limits.append(last_day_of_years(begins_on, regime.most_years))
    return min(limits, default=None)


def check_period(regime: Regime, begins_on: date, ends_on: date) -> None:
    """A system is set up: Refused, citing the rule, for a period that its regime does not allow."""
    if ends_on <= begins_on:
        raise Refused("The last day must come after the first.", "ends_on")
    if regime.begins_before is not None and begins_on >= regime.begins_before:
        raise regime.refusal(
            f"A system under this regime began before {_said(regime.begins_before)}. Choose another regime",
            "begin",
            "begins_on",
        )
    if regime.begins_from is not None and begins_on < regime.begins_from:
        raise regime.refusal(
            f"A system under this regime begins on {_said(regime.begins_from)} or later", "begin", "begins_on"
        )
    latest = latest_end(regime, begins_on)
    if latest is not None and ends_on > latest:
        raise regime.refusal(f"The last day can be {_said(latest)} at the latest", "period", "ends_on")


def check_change(regime: Regime, *, today: date, begins_on: date, old: date, new: date, ending: bool = False) -> None:
    """The last day moves from old to new: Refused, citing the rule, where the regime forbids it."""
    standing = period_standing(regime, today=today, begins_on=begins_on, ends_on=old)
    if not standing.may_change:
        raise Refused(standing.why_not)
    if new == old:
        raise Refused(f"{_said(old)} is the last day already.", "ends_on")
    if new < today:
        raise Refused("The last day cannot lie in the past.", "ends_on")
    if new <= begins_on:
        raise Refused("The last day must come after the first.", "ends_on")
    if ending and new > old:
        raise Refused(f"To end it early, choose a day before {_said(old)}.", "ends_on")
    if standing.latest is not None and new > standing.latest:
        raise regime.refusal(f"The last day can be {_said(standing.latest)} at the latest", "period", "ends_on")


def period_standing(regime: Regime, *, today: date, begins_on: date, ends_on: date) -> PeriodStanding:
    """Whether the period may be changed today, and if not why."""
    latest = latest_end(regime, begins_on)
    if today > ends_on:
        return PeriodStanding(False, latest, f"The system ended on {_said(ends_on)}. A system that is over stays over.")
    if regime.frozen_after is not None and today > regime.frozen_after:
        refused = regime.refusal(
            f"The period could be changed until {_said(regime.frozen_after)} alone. It can no longer be extended,"
            f" shortened or ended early: it ends by itself on {_said(ends_on)}",
            "period",
        )
        return PeriodStanding(False, latest, refused.sentence)
    return PeriodStanding(True, latest, "")


def kind_of_change(old: date, new: date) -> str:
    return "extended" if new > old else "shortened"


def days_left(today: date, ends_on: date) -> int:
    """Calendar days after today up to and including the last; negative when it is over."""
    return (ends_on - today) // timedelta(days=1)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
