"""How far the weight of price may move before first place changes (C9): the very step, by the published method.

The parts of quality share what price leaves, in proportion. Every score is rounded half-up to a hundredth, so that a
total moves in steps; before rounding the lead is a straight line, which says where the steps are worth looking at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from fairplace.dps.competitions.rules.ranking import Ranked, Standing, rank


@dataclass(frozen=True)
class Rates:
    """A compliant bid by what each of its criteria earns for one point of weight: price, and the parts of quality."""

    bid: str
    weekly_price: Decimal
    price: Fraction
    quality: tuple[Fraction, ...]

    def standing(self, price_weight: Fraction) -> Standing:
        """What it is ranked by when price weighs so much."""
        quality = Fraction(sum(hundredths(rate * (100 - price_weight)) for rate in self.quality), 100)
        price = Fraction(hundredths(self.price * price_weight), 100)
        return Standing(self.bid, quality + price, quality, self.weekly_price)


@dataclass(frozen=True, slots=True)
class Limit:
    """How far the weight of price may move, per cent. held: at exactly this weight first place still stands.

    then: who is first just beyond, all of them where they share it.
    """

    at: Fraction
    held: bool
    then: tuple[str, ...]


def price_limits(rates: Sequence[Rates], weight: Fraction) -> tuple[Limit | None, Limit | None]:
    """Down and up from the published weight: the nearest at which whoever is first alone is so no more."""
    ranked = rank(one.standing(weight) for one in rates)
    first = next(one for one in rates if one.bid == ranked[0].bid)
    races = [_Race(first, rival) for rival in rates if rival is not first]
    return _nearest(races, rates, weight, Fraction(0)), _nearest(races, rates, weight, Fraction(100))


@dataclass(frozen=True)
class _Race:
    """The first against one rival. Criteria in which both earn the same at any weight decide nothing."""

    first: Rates
    rival: Rates

    @cached_property
    def price(self) -> tuple[tuple[Fraction, Fraction], ...]:
        return ((self.first.price, self.rival.price),) if self.first.price != self.rival.price else ()

    @cached_property
    def quality(self) -> tuple[tuple[Fraction, Fraction], ...]:
        pairs = zip(self.first.quality, self.rival.quality, strict=True)
        return tuple(pair for pair in pairs if pair[0] != pair[1])

    @cached_property
    def most_rounding(self) -> Fraction:
        """Points by which rounding can move the lead: half a hundredth for each score of the two."""
        return Fraction(len(self.price) + len(self.quality), 100)

    def lead(self, weight: Fraction) -> Fraction:
        """Before rounding: a straight line."""
        price = sum((one - other for one, other in self.price), Fraction(0))
        quality = sum((one - other for one, other in self.quality), Fraction(0))
        return price * weight + quality * (100 - weight)

    def stands(self, weight: Fraction) -> bool:
        """Whether the first is ahead of the rival, or level in everything (rule 8)."""
        left = 100 - weight
        quality = sum(hundredths(one * left) - hundredths(other * left) for one, other in self.quality)
        total = quality + sum(hundredths(one * weight) - hundredths(other * weight) for one, other in self.price)
        if total or quality:
            return (total or quality) > 0
        return self.first.weekly_price <= self.rival.weekly_price

    def stretch(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction, bool] | None:
        """The part of the way in which the rival can come by; None where it cannot. True: past it, it surely has."""
        spare = self.most_rounding
        here, there = self.lead(start), self.lead(end)
        if here > spare and there > spare:
            return None

        def where(lead: Fraction) -> Fraction:
            return start + (end - start) * (here - lead) / (here - there)

        opens = where(spare) if here > spare else start
        if there < -spare:
            return opens, where(-spare), True
        return opens, where(spare) if there > spare else end, False

    def steps(self, least: Fraction, most: Fraction) -> set[Fraction]:
        """The weights from least to most at which a score of the two moves by a hundredth."""
        found: set[Fraction] = set()
        for pair in self.price:
            for rate in pair:
                found.update(_steps(rate, least, most))
        for pair in self.quality:
            for rate in pair:
                found.update(100 - left for left in _steps(rate, 100 - most, 100 - least))
        return found


def _nearest(races: Sequence[_Race], rates: Sequence[Rates], start: Fraction, end: Fraction) -> Limit | None:
    """On the way from the published weight to 0 or 100."""
    stretches = [(race, found) for race in races if (found := race.stretch(start, end))]
    stretches.sort(key=lambda one: abs(one[1][0] - start))
    best: tuple[Fraction, bool] | None = None
    for race, (opens, closes, surely) in stretches:
        if best and abs(opens - start) > abs(best[0] - start):
            break
        lost = _lost_at(race, opens, closes) or ((closes, True) if surely else None)
        if lost and (best is None or (abs(lost[0] - start), lost[1]) < (abs(best[0] - start), best[1])):
            best = lost
    if best is None:
        return None
    at, held = best
    there = _just_beyond(rates, at, end) if held else at
    return Limit(at, held, first_of(rank(one.standing(there) for one in rates)))


def _lost_at(race: _Race, opens: Fraction, closes: Fraction) -> tuple[Fraction, bool] | None:
    """(the weight, whether the first still stands at it). Between two steps no score moves: one point tells all."""
    steps = race.steps(min(opens, closes), max(opens, closes)) | {opens}
    ordered = sorted(steps, reverse=closes < opens)
    for step, following in zip(ordered, [*ordered[1:], closes], strict=True):
        if not race.stands(step):
            return step, False
        if not race.stands((step + following) / 2):
            return step, True
    return None


def _just_beyond(rates: Sequence[Rates], at: Fraction, end: Fraction) -> Fraction:
    """A weight so near beyond that no score of anybody moves before it."""
    up = end > at
    nearest = end
    for one in rates:
        steps = [_next_step(one.price, at, up)]
        steps += [left and 100 - left for left in (_next_step(rate, 100 - at, not up) for rate in one.quality)]
        nearest = (min if up else max)([nearest, *(step for step in steps if step is not None)])
    return (at + nearest) / 2


def _next_step(rate: Fraction, weight: Fraction, up: bool) -> Fraction | None:
    """The nearest step above or below a weight, which may be a step itself."""
    if rate <= 0:
        return None
    halves = weight * rate * 200
    number = (halves + 1) // 2 if up else -((1 - halves) // 2) - 1
    return Fraction(2 * number + 1, 200) / rate


def _steps(rate: Fraction, least: Fraction, most: Fraction) -> Iterator[Fraction]:
    """The weights at which rate × weight is an odd half of a hundredth, where half-up rounding goes over."""
    if rate <= 0:
        return
    number = max(0, (least * rate * 200 - 1) // 2)
    while (weight := Fraction(2 * number + 1, 200) / rate) <= most:
        if weight >= least:
            yield weight
        number += 1


def hundredths(points: Fraction) -> int:
    """Half-up, as every score is rounded (rule 1)."""
    return (200 * points.numerator + points.denominator) // (2 * points.denominator)


def first_of(ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Whoever has first place: more than one where they share it."""
    return tuple(one.bid for one in ranked if one.rank == 1)
