"""Whether the door of a category is open, and what may be done with it under the regime (P4, §7.19).

Open for life by default. Under a dynamic purchasing system or a dynamic market it never closes: the lawful form of the
business case's pause is an extended initial evaluation. An open framework may close and must reopen on time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fairplace.dps.market.rules.regimes import Regime
from fairplace.foundations.kernel.refused import Refused

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """Whether providers may apply today. The two days are the last of an initial evaluation and of a closure.

    sentence: all of it in words.
    """

    open: bool
    initial_evaluation_until: date | None
    closed_until: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class EntryChanged:
    """The newest change of a category's entry. became: open, initial_evaluation or closed; until: its last day."""

    became: str
    until: date | None


def entry_on(day: date, *, begins_on: date, ends_on: date, newest: EntryChanged | None) -> Entry:
    """The entry on that day. An initial evaluation or closure is over by itself on the day after its last."""
    if day > ends_on:
        return Entry(False, None, None, f"The system ended on {_said(ends_on)}. Nobody can apply any more.")
    if day < begins_on:
        return Entry(False, None, None, f"The system begins on {_said(begins_on)}. You can apply from then on.")
    until = newest.until if newest is not None else None
    if newest is None or until is None or day > until:
        return Entry(True, None, None, f"Open: you can apply at any time until {_said(ends_on)}.")
    if newest.became == "closed":
        return Entry(False, None, until, f"Closed. It opens again on {_said(until + _ONE_DAY)}.")
    sentence = (
        f"Open. First applications are assessed together until {_said(until)}: you can still apply,"
        " and no referral is sent out before then."
    )
    return Entry(True, until, None, sentence)


def check_initial_evaluation(
    regime: Regime, *, today: date, until: date, begins_on: date, ends_on: date, referred: bool
) -> None:
    """Refused, citing the rule, after the first referral of the category, or for a length that makes no sense."""
    if referred:
        raise regime.refusal(
            "A referral of this category has been published, so an initial evaluation can no longer be extended",
            "initial-evaluation",
        )
    if until <= today:
        raise Refused("The last day of the initial evaluation must be in the future.", "until")
    if until >= ends_on:
        raise Refused(f"It must end before the system does, on {_said(ends_on)}.", "until")
    earliest = begins_on + timedelta(days=regime.join_window_days)
    if regime.join_window_days and until < earliest:
        raise regime.refusal(
            f"Providers have {regime.join_window_days} days from the notice to join: choose {_said(earliest)} or later",
            "join-window",
            "until",
        )


def check_closing(
    regime: Regime, *, today: date, until: date, begins_on: date, ends_on: date, reopened: tuple[date, ...]
) -> None:
    """Refused, citing the rule, where the regime keeps entry open, or when it would reopen too late.

    reopened: the days on which this category opened again after earlier closures.
    """
    if regime.entry == "open":
        raise regime.refusal(
            "Entry cannot be closed under this regime. To assess first applications together, use an extended initial"
            " evaluation",
            "entry",
        )
    if until <= today:
        raise Refused("The last day of the closure must be in the future.", "until")
    latest = latest_reopening(regime, today, begins_on, ends_on, reopened)
    if latest <= today + _ONE_DAY:
        raise regime.refusal("It can no longer be closed: there is no time left in which it must open again", "entry")
    if until + _ONE_DAY > latest:
        raise regime.refusal(f"It must open again on {_said(latest)} or earlier", "entry", "until")


def check_referral(regime: Regime, entry: Entry, *, today: date, begins_on: date, ends_on: date) -> None:
    """Refused, citing the rule, when no referral of the category may be published on that day."""
    if entry.initial_evaluation_until:
        raise regime.refusal(
            f"First applications in this category are assessed together until {_said(entry.initial_evaluation_until)}."
            " No referral can be published before then",
            "initial-evaluation",
        )
    if today > ends_on:
        raise regime.refusal(f"The system ended on {_said(ends_on)}. No referral can be published in it", "period")
    earliest = begins_on + timedelta(days=regime.join_window_days)
    if regime.join_window_days and today < earliest:
        raise regime.refusal(
            f"Providers have {regime.join_window_days} days to join first. Publish on {_said(earliest)} or later",
            "join-window",
        )


def latest_reopening(regime: Regime, today: date, begins_on: date, ends_on: date, reopened: tuple[date, ...]) -> date:
    """The last day on which a category that is closed today must be open again (section 49(2)(a)).

    Within the first 3 years from the first day; later, within 5 years of the last reopening. A category that stayed
    open for the first 3 years is counted as if it had reopened on its first day. Each category counts for itself.
    """
    first, later = regime.first_reopening_years, regime.later_reopening_years
    if first is None or later is None:
        return ends_on
    if not reopened and today <= last_day_of_years(begins_on, first):
        return min(last_day_of_years(begins_on, first), ends_on)
    return min(last_day_of_years(reopened[-1] if reopened else begins_on, later), ends_on)


def reopened_on(changes: Iterable[tuple[str, date | None, date]], today: date) -> tuple[date, ...]:
    """The days on which a category opened again after a closure, by itself or by hand.

    changes: what it became, until when, and on which day that was changed; the oldest first.
    """
    days: list[date] = []
    closed_until: date | None = None
    for became, until, changed in changes:
        if closed_until is not None and changed > closed_until:
            days.append(closed_until + _ONE_DAY)
        elif closed_until is not None and became == "open":
            days.append(changed)
        closed_until = until if became == "closed" else None
    if closed_until is not None and closed_until < today:
        days.append(closed_until + _ONE_DAY)
    return tuple(days)


def last_day_of_years(first: date, years: int) -> date:
    """The last day of a period of so many years that begins with that day."""
    try:
        return first.replace(year=first.year + years) - _ONE_DAY
    except ValueError:  # 29 February
        return date(first.year + years, 2, 28)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
