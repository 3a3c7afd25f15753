"""How the 100 points are split (R3, §8.7): price and quality either way by 20, quality over its five parts.

The referral page shows, and an evaluation record is refused by, these same functions.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from fairplace.foundations.kernel.rounding import exact_text, half_up

LEAST_PRICE = 30
MOST_PRICE = 70
MOST_COMPETENCY = 20
ALL_POINTS = 100


class QualityWeights(NamedTuple):
    """Points of 100 for each part of quality; outcomes is the method statement."""

    outcomes: Decimal
    needs: Decimal
    features: Decimal
    location: Decimal
    competency: Decimal


class WeightFault(NamedTuple):
    """One thing wrong; `field` is price_weight, quality_weight, parts or the name of a part."""

    field: str
    sentence: str


USUAL = QualityWeights(Decimal(15), Decimal(7), Decimal(3), Decimal(5), Decimal(20))
_USUAL_QUALITY = 50


def default_quality_weights(quality: Decimal, *, scored: bool = True, statement: bool = True) -> QualityWeights:
    """The default split of a quality weight of 30 to 70, which adds up to it exactly (R3, ours).

    At 50 the usual split; below, all five scale down; above, location and competency stay and the other three
    share the gain in proportion. scored False: lines of the category carry no competency score (§7.3), so that what
    it would weigh goes to needs. statement False: the category asks bidders for none (R13); the same.
    """
    if not statement:
        usual = default_quality_weights(quality, scored=scored)
        return usual._replace(needs=usual.needs + usual.outcomes, outcomes=Decimal(0))
    if not scored:
        usual = default_quality_weights(quality)
        return usual._replace(needs=usual.needs + usual.competency, competency=Decimal(0))
    points = Fraction(quality)
    if points <= _USUAL_QUALITY:
        return QualityWeights(*(_decimal(Fraction(part) * points / _USUAL_QUALITY) for part in USUAL))
    kept = Fraction(USUAL.location) + Fraction(USUAL.competency)
    growth = (points - kept) / (_USUAL_QUALITY - kept)
    return QualityWeights(
        outcomes=_decimal(Fraction(USUAL.outcomes) * growth),
        needs=_decimal(Fraction(USUAL.needs) * growth),
        features=_decimal(Fraction(USUAL.features) * growth),
        location=USUAL.location,
        competency=USUAL.competency,
    )


def weight_faults(price: Decimal, quality: Decimal, parts: Mapping[str, Decimal]) -> list[WeightFault]:
    """Everything wrong with a referral's weights, each in one sentence; [] if they may stand (R3).

    `parts` are the parts of quality by name, as `QualityWeights._asdict()` gives them; core competency is
    the part named "competency".
    """
    found = [
        ("price_weight", price_weight_fault(price)),
        ("quality_weight", split_fault(price, quality)),
        *((name, _negative_fault(name, weight)) for name, weight in parts.items()),
        ("parts", parts_fault(quality, parts.values())),
        ("competency", competency_fault(parts.get("competency", Decimal(0)))),
    ]
    return [WeightFault(field, sentence) for field, sentence in found if sentence]


def price_weight_fault(price: Decimal) -> str | None:
    """Price weighs from 30 to 70 points, both included (§8.7)."""
    if LEAST_PRICE <= price <= MOST_PRICE:
        return None
    return f"The price weight must be from {LEAST_PRICE} to {MOST_PRICE}; it is {exact_text(price)}."


def split_fault(price: Decimal, quality: Decimal) -> str | None:
    """Price and quality make up the 100 points."""
    total = Fraction(price) + Fraction(quality)
    if total == ALL_POINTS:
        return None
    return f"The price and quality weights must add up to {ALL_POINTS}; they add up to {exact_text(total)}."


def parts_fault(quality: Decimal, parts: Iterable[Decimal]) -> str | None:
    """The parts of quality make up its weight."""
    total = sum(map(Fraction, parts), Fraction(0))
    if total == Fraction(quality):
        return None
    return (
        f"The weights of the parts of quality must add up to {exact_text(quality)}; they add up to {exact_text(total)}."
    )


def competency_fault(competency: Decimal | Fraction) -> str | None:
    """Core competency weighs at most 20 points (§8.7), however many criteria it is cut into."""
    if competency <= MOST_COMPETENCY:
        return None
    return f"The competency weight may be at most {MOST_COMPETENCY}; it is {exact_text(competency)}."


def _negative_fault(name: str, weight: Decimal) -> str | None:
    return None if weight >= 0 else f"The {name} weight must be 0 or more."


def _decimal(value: Fraction) -> Decimal:
    """The same number as Decimal: every default is a decimal share of a decimal, so it ends."""
    text = exact_text(value)
    return half_up(value, len(text.partition(".")[2]))
