"""How sure first place is (C9): for learning only, it never touches the award. Exact, by the published method.

- The weight of price moves; the parts of quality share the rest in proportion. Every score is rounded as published, so
  that totals move in steps of a hundredth: `price_limits` finds the very step at which first place changes.
- One agreed mark of a statement moves, by half marks.
- A bid that lost is left out. Of the scores of others that can move their price alone, and only under the relative
  formula, when the lowest price goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.competitions.rules.evaluation_record import CriterionKind, EvaluationRecord, PriceFormulaKind
from fairplace.dps.competitions.rules.price_limits import Limit, Rates, first_of, hundredths, price_limits
from fairplace.dps.competitions.rules.ranking import rank
from fairplace.dps.competitions.rules.scoring import ExactPoints, exact_points
from fairplace.foundations.kernel.rounding import cut, half_up

HALF_MARK = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One agreed mark that would have given another first place."""

    bid: str
    was: Decimal
    becomes: Decimal
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A bid that lost, without which another would be first."""

    bid: str
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """first: more than one where they share the place. least, most: None where no weight of price changes it."""

    first: tuple[str, ...]
    second: str
    lead: Decimal
    marked: bool
    relative: bool
    least: Limit | None = None
    most: Limit | None = None
    mark: MarkChange | None = None
    left_out: LeftOut | None = None

    def sentences(self, name: Callable[[str], str]) -> list[str]:
        """In plain words. name: a bid's label to the place that people know."""

        def names(bids: Sequence[str]) -> str:
            return " and ".join(map(name, bids))

        if len(self.first) > 1:
            return [f"{names(self.first)} share first place exactly: the least change of anything settles it."]
        first = names(self.first)
        points = "point" if self.lead == 1 else "points"
        lead = f"{first} leads {name(self.second)} by {_plain(self.lead)} {points}."
        if not self.lead:
            lead = (
                f"{first} and {name(self.second)} have the same points: the published rule for ties puts {first} first."
            )
        said = [lead, self._price_sentence(first, names)]
        if self.mark:
            said.append(
                f"If the agreed mark of {name(self.mark.bid)} were {_plain(self.mark.becomes)}, not "
                f"{_plain(self.mark.was)}, first place would go to {names(self.mark.then)}. "
                "No smaller change of one mark does it."
            )
        elif self.marked:
            said.append("No change of one agreed mark would give another first place.")
        if self.left_out:
            said.append(
                f"Without the bid of {name(self.left_out.bid)}, which lost, {names(self.left_out.then)} would be "
                "first: prices are scored against the lowest, and the lowest would be another."
            )
        elif self.relative:
            said.append("Leaving out any bid that lost would not change who is first.")
        else:
            said.append("Prices are scored between a floor and a ceiling, so no other bid can change who is first.")
        return said

    def _price_sentence(self, first: str, names: Callable[[Sequence[str]], str]) -> str:
        parts = []
        if self.least:
            parts.append(f"price weighs {_beyond(self.least, 'less')} (then {names(self.least.then)})")
        if self.most:
            parts.append(f"price weighs {_beyond(self.most, 'more')} (then {names(self.most.then)})")
        if not parts:
            return f"{first} stays first whatever price weighs."
        return f"{first} stays first unless {', or '.join(parts)}."


def sensitivity(record: EvaluationRecord) -> Sensitivity | None:
    """None with fewer than two compliant bids: there is nothing to lose."""
    exact = exact_points(record)
    if len(exact) < 2:
        return None
    weight = Fraction(record.referral.price_weight)
    rates = bid_rates(record, exact)
    ranked = rank(one.standing(weight) for one in rates)
    first = first_of(ranked)
    relative = record.referral.price_formula.kind is PriceFormulaKind.RELATIVE
    found = Sensitivity(
        first=first,
        second=ranked[1].bid,
        lead=half_up(Fraction(ranked[0].total) - Fraction(ranked[1].total), 2),
        marked=any(one.kind is CriterionKind.STATEMENT and one.weight for one in record.referral.criteria),
        relative=relative,
    )
    if len(first) > 1:
        return found
    least, most = price_limits(rates, weight)
    return replace(
        found,
        least=least,
        most=most,
        mark=smallest_mark_change(record, rates),
        left_out=decisive_loser(record, exact, first) if relative else None,
    )


def bid_rates(record: EvaluationRecord, exact: Sequence[ExactPoints]) -> list[Rates]:
    """Weights may be moved from here: in a record the price weighs from 30 to 70, so both sides can be divided by."""
    weight = Fraction(record.referral.price_weight)
    price = next(one.code for one in record.referral.criteria if one.kind is CriterionKind.PRICE)
    return [
        Rates(
            one.bid,
            one.weekly_price,
            one.points[price] / weight,
            tuple(points / (100 - weight) for code, points in one.points.items() if code != price),
        )
        for one in exact
    ]


def smallest_mark_change(record: EvaluationRecord, rates: Sequence[Rates]) -> MarkChange | None:
    """By half marks: of the first downwards, of any other upwards. Of equal changes, the bid nearest to first."""
    weight = Fraction(record.referral.price_weight)
    standings = {one.bid: one.standing(weight) for one in rates}
    ranked = rank(standings.values())
    bids = {bid.id: bid for bid in record.bids}
    found: MarkChange | None = None
    for criterion in record.referral.criteria:
        if criterion.kind is not CriterionKind.STATEMENT or not criterion.weight or not criterion.top_mark:
            continue
        top = criterion.top_mark
        for one in ranked:
            was = bids[one.bid].statement_marks[criterion.code]
            step = -HALF_MARK if one.rank == 1 else HALF_MARK
            becomes = was + step
            while 0 <= becomes <= top and (found is None or abs(becomes - was) < abs(found.becomes - found.was)):
                worth = [
                    hundredths(Fraction(criterion.weight) * Fraction(mark) / Fraction(top)) for mark in (was, becomes)
                ]
                gain = Fraction(worth[1] - worth[0], 100)
                old = standings[one.bid]
                moved = old._replace(total=old.total + gain, quality=old.quality + gain)
                then = first_of(rank((standings | {one.bid: moved}).values()))
                if ranked[0].bid not in then:
                    found = MarkChange(one.bid, was, becomes, then)
                    break
                becomes += step
    return found


def decisive_loser(record: EvaluationRecord, exact: Sequence[ExactPoints], first: tuple[str, ...]) -> LeftOut | None:
    """Only the bid that alone has the lowest price can move the scores of others by leaving."""
    lowest = min(one.weekly_price for one in exact)
    cheapest = [one.bid for one in exact if one.weekly_price == lowest]
    if len(cheapest) > 1 or cheapest[0] in first:
        return None
    rest = replace(record, bids=tuple(bid for bid in record.bids if bid.id != cheapest[0]))
    weight = Fraction(record.referral.price_weight)
    then = first_of(rank(one.standing(weight) for one in bid_rates(rest, exact_points(rest))))
    return None if then == first else LeftOut(cheapest[0], then)


def _beyond(limit: Limit, word: str) -> str:
    """ "more than 61 %", "61 % or more" where it is lost at 61 already; never a weight at which it was lost before."""
    down = word == "less"
    told = 100 - cut(100 - limit.at, 2) if down else cut(limit.at, 2)
    if Fraction(told) == limit.at and not limit.held:
        return f"{_plain(told)} % or {word}"
    return f"{word} than {_plain(told)} %"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
