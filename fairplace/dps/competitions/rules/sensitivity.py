"""How sensitive first place is to the weight of price (C9): for learning only, it never touches the award.

Price keeps its own share of what it could earn, and quality its; the weight moves between them, the parts of
quality in proportion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Shares:
    """One bid: points for price and for quality, as awarded."""

    name: str
    price: Decimal
    quality: Decimal


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """lead: points to the second. The first stays first while price weighs from `least` to `most` per cent."""

    first: str
    second: str
    lead: Fraction
    least: Fraction
    most: Fraction

    def sentence(self) -> str:
        """ "A leads by 3.2 points. It stays first unless price weighs more than 61 %.\""""
        lead = f"{float(self.lead):.2f}".rstrip("0").rstrip(".")
        said = f"{self.first} leads by {lead} {'point' if self.lead == 1 else 'points'}."
        least, most = math.ceil(self.least), math.floor(self.most)
        if self.lead == 0:
            return f"{self.first} and {self.second} have the same points: the published method settles the tie."
        if self.least <= 0 and self.most >= 100:
            return f"{said} It stays first whatever price weighs."
        if self.least <= 0:
            return f"{said} It stays first unless price weighs more than {most} %."
        if self.most >= 100:
            return f"{said} It stays first unless price weighs less than {least} %."
        return f"{said} It stays first while price weighs from {least} % to {most} %."


def price_sensitivity(bids: Sequence[Shares], price_weight: Decimal) -> Sensitivity | None:
    """bids in rank order. None with fewer than two bids, or where price or quality has no weight to move."""
    if len(bids) < 2 or not 0 < price_weight < 100:
        return None
    weight = Fraction(price_weight)
    rates = [(Fraction(one.price) / weight, Fraction(one.quality) / (100 - weight)) for one in bids]
    price, quality = rates[0]
    least, most = Fraction(0), Fraction(100)
    for other_price, other_quality in rates[1:]:
        by_price, by_quality = price - other_price, quality - other_quality
        slope = by_price - by_quality
        if slope == 0:
            continue
        crossing = -by_quality * 100 / slope
        if slope > 0:
            least = max(least, crossing)
        else:
            most = min(most, crossing)
    lead = Fraction(bids[0].price) + Fraction(bids[0].quality) - Fraction(bids[1].price) - Fraction(bids[1].quality)
    return Sensitivity(bids[0].name, bids[1].name, lead, least, most)
