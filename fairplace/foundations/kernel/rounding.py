"""Exact numbers: half-up rounding of fractions, and their full text.

Everything is computed in fractions and rounded once, where the published method says so (rules 1 and 2).
Text and integers meet by way of `Decimal`, whose constructor is exact and has no limit on digits.
"""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache

Number = Fraction | Decimal | int
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_NOUGHT = Decimal(0)


def half_up(value: Number, places: int) -> Decimal:
    """The value rounded to so many decimal places, an exact half away from nought."""
    if isinstance(value, Decimal) and value.is_finite():
        return _EXACT.add(value.quantize(_step(places), ROUND_HALF_UP, _EXACT), _NOUGHT)
    fraction = abs(Fraction(value))
    steps = (2 * fraction.numerator * 10**places + fraction.denominator) // (2 * fraction.denominator)
    return _shifted(steps if value >= 0 else -steps, places)


def cut(value: Number, places: int) -> Decimal:
    """The value of so many decimal places that is nearest to it on the side of nought: never rounded up."""
    fraction = abs(Fraction(value))
    steps = fraction.numerator * 10**places // fraction.denominator
    return _shifted(steps if value >= 0 else -steps, places)


def exact_text(value: Number, *, least_places: int = 0, grouped: bool = False) -> str:
    """All the digits of a number whose decimal expansion ends: "72.5"; two places and grouped, "1,185.00".

    Raises ValueError if it never ends (a third).
    """
    if isinstance(value, Decimal | int) and (decimal := Decimal(value)).is_finite():
        return _decimal_text(decimal, least_places, "," if grouped else "")
    fraction = abs(Fraction(value))
    places = max(_places(fraction.denominator), least_places)
    digits = str(Decimal(fraction.numerator * 10**places // fraction.denominator)).zfill(places + 1)
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    if grouped:
        head = len(whole) % 3
        whole = ",".join(filter(None, [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]))
    sign = "−" if value < 0 else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def _decimal_text(value: Decimal, least_places: int, separator: str) -> str:
    """The same without fractions, which pages full of numbers would wait for."""
    whole, _, part = f"{value.copy_abs():{separator}f}".partition(".")
    part = part.rstrip("0").ljust(least_places, "0")
    sign = "−" if value < 0 else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


@cache
def _step(places: int) -> Decimal:
    """One in the last of so many decimal places."""
    return _shifted(1, places)


def _shifted(steps: int, places: int) -> Decimal:
    return _EXACT.scaleb(Decimal(steps), -places)


def _places(denominator: int) -> int:
    """How many decimal places a fraction in lowest terms with this denominator needs."""
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError("This number has no end when written as a decimal.")
    return max(twos, fives)
