"""Ranks, ties, and whose the decision is (C4, C5, published method rules 7 and 8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from fairplace.dps.competitions.rules.evaluation_record import FamilyChoice


class Standing(NamedTuple):
    """What a compliant bid is ranked by."""

    bid: str
    total: Fraction
    quality: Fraction
    weekly_price: Decimal


class Ranked(NamedTuple):
    """A bid in its place: totals that tie may still have different ranks, joint bids share one."""

    bid: str
    rank: int
    total: Fraction | Decimal


@dataclass(frozen=True, slots=True)
class Decision:
    """Whose the decision is: one of the three is filled, or none when there is no bid to award to."""

    family_choice: tuple[str, ...] = ()
    """Bids that the family chooses between, in rank order (two or more)."""
    winner: str | None = None
    """The first bid, where there is no choice to make."""
    lots: tuple[str, ...] = ()
    """Bids jointly first where nobody chooses: lots are drawn on the record."""


def rank(standings: Iterable[Standing]) -> list[Ranked]:
    """By total, then higher quality, then lower price; those still equal share a rank, in the order given.

    A shared rank takes as many places as bids share it: 1, 1, 3.
    """
    ranked: list[Ranked] = []
    for _, equal in groupby(sorted(standings, key=_merit), key=_merit):
        place = len(ranked) + 1
        ranked += [Ranked(standing.bid, place, standing.total) for standing in equal]
    return ranked


def decide(ranked: Sequence[Ranked], rule: FamilyChoice | None) -> Decision:
    """The family's choice, the winner or the lots, from bids in rank order (C5).

    The margin is strict: fewer points below the first than it says. At most `most_bidders` are listed, but
    all who share the rank that straddles that limit. `rule` None: nobody chooses on this referral. When a
    winner has withdrawn (C6), call it with those who are left, at their ranks and totals as they were shown.
    """
    if not ranked:
        return Decision()
    close = _close(ranked, rule) if rule else []
    if len(close) > 1:
        return Decision(family_choice=tuple(one.bid for one in close))
    first = [one.bid for one in ranked if one.rank == ranked[0].rank]
    return Decision(lots=tuple(first)) if len(first) > 1 else Decision(winner=first[0])


def _merit(standing: Standing) -> tuple[Fraction, Fraction, Decimal]:
    return -standing.total, -standing.quality, standing.weekly_price


def _close(ranked: Sequence[Ranked], rule: FamilyChoice) -> list[Ranked]:
    first = Fraction(ranked[0].total)
    close = [one for one in ranked if first - Fraction(one.total) < Fraction(rule.margin)]
    listed = close[: max(rule.most_bidders, 0)]
    return [one for one in close if listed and one.rank <= listed[-1].rank]
