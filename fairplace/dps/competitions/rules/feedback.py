"""What a bidder is told on the day of the award (C7, §3.14): own scores, the winner's, rank, why, and comments.

Never another bid's statement, nor a name but the winner's; nothing about the child. No other price is named, but the
working of a relative price score shows the lowest one, which the score and the bidder's own price give away anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class ScoredBid:
    """One bid as the scorecard has it. points: criterion code to score; None where not scored."""

    bid: str
    provider_name: str
    rank: int | None
    total: Decimal | None
    quality: Decimal | None
    points: Mapping[str, str | None]
    working: Mapping[str, str]
    weekly_price: Decimal | None
    needs_met: int
    features_met: int
    distance_band: str
    comment: str
    excluded: str


@dataclass(frozen=True, slots=True)
class Published:
    """What the referral published: criteria as (code, name, weight), and how many needs and features it asked for."""

    criteria: Sequence[tuple[str, str, str]]
    needs: int
    features: int


def feedback_content(own: ScoredBid, winner: ScoredBid, published: Published, bidders: int) -> dict[str, Any]:
    """The feedback as it is stored: plain values, decimals as text."""
    return {
        "won": own.bid == winner.bid,
        "rank": own.rank,
        "bidders": bidders,
        "total": _text(own.total),
        "quality": _text(own.quality),
        "weekly_price": _text(own.weekly_price),
        "excluded": own.excluded,
        "comment": own.comment,
        "criteria": [
            {
                "code": code,
                "name": name,
                "weight": weight,
                "points": own.points.get(code),
                "winner_points": winner.points.get(code),
                "working": _told_to_bidder(own.working.get(code, "")),
            }
            for code, name, weight in published.criteria
        ],
        "winner": {
            "provider": winner.provider_name,
            "total": _text(winner.total),
            "quality": _text(winner.quality),
            "rank": winner.rank,
            "characteristics": characteristics(own, winner, published),
        },
    }


def characteristics(own: ScoredBid, winner: ScoredBid, published: Published) -> list[str]:
    """What marked the winner out, beside this bid: in sentences, without its price."""
    needs, features = published.needs, published.features
    said = [f"It meets {winner.needs_met} of {needs} needs and {winner.features_met} of {features} features."]
    said.append(f"It is {winner.distance_band} from the child's home.")
    if own.bid != winner.bid and own.weekly_price is not None and winner.weekly_price is not None:
        word = "lower than" if winner.weekly_price < own.weekly_price else "higher than"
        said.append(f"Its price is {'the same as' if winner.weekly_price == own.weekly_price else word} yours.")
    if winner.rank is not None and winner.rank > 1:
        said.append("It was within five points of first place, and the family chose it.")
    return said


def _told_to_bidder(working: str) -> str:
    """A provider sees the band of a distance, never the miles: three exact distances would find the home (R1)."""
    return re.sub(r"^[0-9.]+ miles, ", "", working)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
