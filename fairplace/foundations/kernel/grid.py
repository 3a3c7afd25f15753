"""Straight-line miles between points of the British National Grid (published method, rule 4; R4).

Distances are compared and rounded exactly: a point's metres are taken as the fractions that they are, and
roots are integer roots, so that no rounding ever crosses a band.
"""

from decimal import Decimal
from fractions import Fraction
from math import hypot, isqrt
from typing import NamedTuple

from fairplace.foundations.kernel.rounding import Number, cut, exact_text

METRES_IN_A_MILE = Fraction("1609.344")
MILES_IN_A_BAND = 10
TOP_MARK = 5


class GridPoint(NamedTuple):
    """A point of the British National Grid, in metres."""

    easting: float
    northing: float


def miles_between(one: GridPoint, other: GridPoint) -> float:
    """Miles for showing and sorting. A decision asks `within` or takes `record_miles`."""
    return hypot(one.easting - other.easting, one.northing - other.northing) / float(METRES_IN_A_MILE)


def miles_half_up(one: GridPoint, other: GridPoint, places: int = 2) -> Decimal:
    """Miles rounded half-up, exactly: the whole part of √(10ⁿ miles)² + ½."""
    steps = 4 * _square_miles(one, other) * 100**places
    return cut(Fraction((isqrt(steps.numerator // steps.denominator) + 1) // 2, 10**places), places)


def record_miles(one: GridPoint, other: GridPoint, places: int = 6) -> Decimal:
    """Miles cut off, never rounded, after six decimals: the figure that enters an evaluation record."""
    steps = _square_miles(one, other) * 100**places
    return cut(Fraction(isqrt(steps.numerator // steps.denominator), 10**places), places)


def within(one: GridPoint, other: GridPoint, miles: Number) -> bool:
    """Whether the points are at most so many miles apart, exactly; the edge is inside (R4)."""
    return _square_miles(one, other) <= Fraction(miles) ** 2


def location_mark(miles: Number) -> int:
    """The location mark out of 5: under 10 miles 5, one fewer each whole 10 miles, 50 or more 0 (rule 4)."""
    return max(0, TOP_MARK - int(Fraction(miles) // MILES_IN_A_BAND))


def miles_text(miles: Decimal) -> str:
    """Miles for the eye: two decimals, four within a twentieth of a mile of a band's edge (method, rule 4).

    Cut, never rounded, so that the figure shown lies in the band that was used.
    """
    past_edge = Fraction(miles) % 10
    near_an_edge = past_edge < Fraction(1, 20) or past_edge > Fraction(199, 20)
    return exact_text(cut(miles, 4 if near_an_edge else 2))


def distance_band(miles: Number) -> str:
    """In words: "under 10 miles", "10 to 20 miles" (20 itself is in the next), "50 miles or more"."""
    mark = location_mark(miles)
    if mark == TOP_MARK:
        return f"under {MILES_IN_A_BAND} miles"
    start = (TOP_MARK - mark) * MILES_IN_A_BAND
    return f"{start} to {start + MILES_IN_A_BAND} miles" if mark else f"{start} miles or more"


def _square_miles(one: GridPoint, other: GridPoint) -> Fraction:
    across = Fraction(one.easting) - Fraction(other.easting)
    up = Fraction(one.northing) - Fraction(other.northing)
    return (across * across + up * up) / METRES_IN_A_MILE**2
