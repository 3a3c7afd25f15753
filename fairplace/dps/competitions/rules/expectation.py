"""What closed referrals let one expect of the next: how many bids, at what price. For learning only (C9).

Nothing here enters a score or an award, and nothing is said from fewer than five referrals, bids or awards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, sqrt
from statistics import median, quantiles

FEWEST = 5
BANDS = (0, 1, 2, 3, 4, 5)
"""Of ten miles each; the last is 50 miles or more."""
WEIGHTS = ((30, 44), (45, 55), (56, 70))
"""Ranges of the price weight, whole points, both ends in."""
_NONE: tuple[int, Sequence[Decimal]] = (0, ())


@dataclass(frozen=True, slots=True)
class ClosedReferral:
    """One closed referral for one child. by_band: band to (invited, prices of its bids in pounds a week); awarded: the
    price of the award that stands, if any.
    """

    price_weight: Decimal
    by_band: Mapping[int, tuple[int, Sequence[Decimal]]]
    awarded: Decimal | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect of a limit. fewest and most: one standard deviation around `bids`, whole bids; lower and upper:
    quartiles of the prices of earlier bids from within the limit, None where there are too few.
    """

    radius: int
    invited: int
    bids: int
    fewest: int
    most: int
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class AwardedAt:
    """The median price a week of awards whose price weight lay in this range."""

    least_weight: int
    most_weight: int
    price: Decimal
    awards: int


def enough(history: Sequence[ClosedReferral]) -> bool:
    """Whether anything may be said at all."""
    return len(history) >= FEWEST


def expected_at(invited_by_band: Mapping[int, Mapping[int, int]], history: Sequence[ClosedReferral]) -> list[Expected]:
    """For each limit in miles, with the places that it invites by band.

    Each place bids as often as places of its band did before; where the band has seen fewer than five invitations,
    as often as all did. Prices: of bids from the bands that the limit reaches.
    """
    sent = {band: sum(one.by_band.get(band, _NONE)[0] for one in history) for band in BANDS}
    asked = {
        band: [price for one in history if band in one.by_band for price in one.by_band[band][1]] for band in BANDS
    }
    everyone = sum(map(len, asked.values())) / max(1, sum(sent.values()))
    rates = {band: len(asked[band]) / sent[band] if sent[band] >= FEWEST else everyone for band in BANDS}
    return [_expected(radius, invited, rates, asked) for radius, invited in invited_by_band.items()]


def _expected(
    radius: int, invited: Mapping[int, int], rates: Mapping[int, float], asked: Mapping[int, Sequence[Decimal]]
) -> Expected:
    mean = sum(many * rates[band] for band, many in invited.items())
    spread = sqrt(sum(many * rates[band] * (1 - rates[band]) for band, many in invited.items()))
    everyone = sum(invited.values())
    lower, upper = _quartiles([price for band in BANDS if band * 10 < radius for price in asked[band]])
    return Expected(
        radius=radius,
        invited=everyone,
        bids=round(mean),
        fewest=max(0, floor(mean - spread)),
        most=min(everyone, ceil(mean + spread)),
        lower=lower,
        upper=upper,
    )


def awarded_by_weight(history: Sequence[ClosedReferral]) -> list[AwardedAt]:
    """Only ranges with five awards or more."""
    found = []
    for least, most in WEIGHTS:
        inside = (one.awarded for one in history if least <= round(one.price_weight) <= most)
        prices = [price for price in inside if price is not None]
        if len(prices) >= FEWEST:
            found.append(AwardedAt(least, most, median(prices), len(prices)))
    return found


def band_number(miles: float) -> int:
    """0 under ten miles, 5 from 50 on."""
    return min(5, int(miles // 10))


def middle_half(prices: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """Quartiles of five prices or more."""
    lower, upper = _quartiles(prices)
    return None if lower is None or upper is None else (lower, upper)


def _quartiles(prices: Sequence[Decimal]) -> tuple[Decimal | None, Decimal | None]:
    if len(prices) < FEWEST:
        return None, None
    lower, _, upper = quantiles(prices, n=4, method="inclusive")
    return lower, upper
