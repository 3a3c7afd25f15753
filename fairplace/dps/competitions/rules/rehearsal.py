"""What closed referrals would have come to under another weight of price or another price formula (C10).

For learning only: no award, score or letter is touched. Weights move as in `price_limits`: the parts of quality share
what price leaves, in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.competitions.rules.evaluation_record import EvaluationRecord, PriceFormula
from fairplace.dps.competitions.rules.price_limits import first_of
from fairplace.dps.competitions.rules.ranking import decide, rank
from fairplace.dps.competitions.rules.scoring import exact_points
from fairplace.dps.competitions.rules.sensitivity import bid_rates

LEAST_TOLD = 5
"""Figures about children are suppressed below this."""


@dataclass(frozen=True, slots=True)
class Trial:
    """price_weight, price_formula: None where each referral keeps its own."""

    price_weight: Decimal | None = None
    price_formula: PriceFormula | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Closed referrals that were replayed; how many would have another first place; how many asked a family, before and
    after."""

    replayed: int = 0
    other_first: int = 0
    asked: int = 0
    would_ask: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.replayed + other.replayed,
            self.other_first + other.other_first,
            self.asked + other.asked,
            self.would_ask + other.would_ask,
        )


def replay(record: EvaluationRecord, trial: Trial) -> Tally:
    """One referral, as its own tally. Nothing where no bid was compliant."""
    first, asked = _outcome(record, Fraction(record.referral.price_weight))
    if not first:
        return Tally()
    weight = Fraction(record.referral.price_weight if trial.price_weight is None else trial.price_weight)
    if trial.price_formula is not None:
        record = replace(record, referral=replace(record.referral, price_formula=trial.price_formula))
    then, would_ask = _outcome(record, weight)
    return Tally(1, int(then != first), int(asked), int(would_ask))


def sentences(tally: Tally) -> list[str]:
    """In plain words; a figure below five, or one that would give away such a figure, is not told."""
    if tally.replayed < LEAST_TOLD:
        return ["Fewer than 5 closed referrals can be replayed, so no figure is shown."]
    return [
        f"{_part(tally.other_first, tally.replayed)} winners would differ.",
        f"{_part(tally.would_ask, tally.replayed)} families would be asked to choose; "
        f"{_part(tally.asked, tally.replayed, sentence=False)} were.",
    ]


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _part(number: int, of: int, *, sentence: bool = True) -> str:
    if number == 0:
        told = "none"
    elif number == of:
        told = "all"
    elif number < LEAST_TOLD:
        told = f"fewer than {LEAST_TOLD}"
    elif of - number < LEAST_TOLD:
        told = f"more than {of - LEAST_TOLD}"
    else:
        told = f"{number:,}"
    return f"{told[0].upper()}{told[1:]} of {of:,}" if sentence else f"{told} of {of:,}"


def _outcome(record: EvaluationRecord, weight: Fraction) -> tuple[tuple[str, ...], bool]:
    """Who is first, and whether a family is asked."""
    exact = exact_points(record)
    ranked = rank(one.standing(weight) for one in bid_rates(record, exact))
    return first_of(ranked), len(decide(ranked, record.referral.family_choice).family_choice) > 1
