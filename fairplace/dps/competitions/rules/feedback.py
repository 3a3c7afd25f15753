"""What a bidder is told on the day of the award, or of the end without one (C7, §3.14): own scores, the winner's,
rank, why, and comments.

Never another bid's statement, nor a name but the winner's; nothing about the child. No other price is named, but the
working of a relative price score shows the lowest one, which the score and the bidder's own price give away anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

STATEMENT = "outcomes"
"""The criterion whose reason is the evaluators' own; every other one's is its working."""


@dataclass(frozen=True, slots=True)
class ScoredBid:
    """One bid as the scorecard has it. points: criterion code to score; None where not scored.

    joint: others share its rank. basis: of the award, for the bid that won. category: in which it answered, where the
    referral asks several.
    """

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
    joint: bool = False
    basis: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What the referral published: criteria that weigh anything as (code, name, weight), and how many needs and
    features it asked for.
    """

    criteria: Sequence[tuple[str, str, str]]
    needs: int
    features: int


def feedback_content(
    own: ScoredBid,
    winner: ScoredBid | None,
    published: Published,
    bidders: int,
    notes: Sequence[str] = (),
    no_award: str = "",
) -> dict[str, Any]:
    """The feedback as it is stored: plain values, decimals as text. notes: what was decided on the way. winner: None
    where nothing was awarded, for the reason in no_award.
    """
    return {
        "won": winner is not None and own.bid == winner.bid,
        "no_award": no_award,
        "rank": own.rank,
        "joint": own.joint,
        "bidders": bidders,
        "total": _text(own.total),
        "quality": _text(own.quality),
        "weekly_price": _text(own.weekly_price),
        "excluded": own.excluded,
        "category": own.category,
        "comment": own.comment,
        "notes": list(notes),
        "criteria": [
            {
                "code": code,
                "name": name,
                "weight": weight,
                "points": own.points.get(code),
                "winner_points": winner.points.get(code) if winner else None,
                "working": _told_to_bidder(own.working.get(code, "")),
            }
            for code, name, weight in published.criteria
        ],
        "winner": _winner(own, winner, published) if winner else _NOBODY,
    }


_NOBODY: Mapping[str, Any] = {
    "provider": "",
    "category": "",
    "total": None,
    "quality": None,
    "rank": None,
    "characteristics": [],
    "advantages": [],
}


def _winner(own: ScoredBid, winner: ScoredBid, published: Published) -> Mapping[str, Any]:
    return {
        "provider": winner.provider_name,
        "category": winner.category,
        "total": _text(winner.total),
        "quality": _text(winner.quality),
        "rank": winner.rank,
        "characteristics": characteristics(own, winner, published),
        "advantages": advantages(own, winner, published),
    }


def missing_reasons(label: str, bid: ScoredBid, published: Published) -> list[str]:
    """What a letter to this bidder would lack: no letter leaves with a criterion without its reason (C7)."""
    if bid.excluded:
        return []
    missing = []
    for code, name, _ in published.criteria:
        reason = bid.comment if code == STATEMENT else bid.working.get(code, "")
        if bid.points.get(code) is None or not reason.strip():
            missing.append(f"{label}, {name}")
    return missing


def advantages(own: ScoredBid, winner: ScoredBid, published: Published) -> list[str]:
    """Criterion by criterion where the winner did better than this bid, by how many points; [] for the winner."""
    if own.bid == winner.bid or own.excluded:
        return []
    said = []
    for code, name, _ in published.criteria:
        mine, theirs = own.points.get(code), winner.points.get(code)
        if mine is None or theirs is None or Decimal(theirs) <= Decimal(mine):
            continue
        more = Decimal(theirs) - Decimal(mine)
        said.append(f"{name}: {more} {'point' if more == 1 else 'points'} more than yours ({theirs} beside {mine}).")
    return said or ["On no criterion: every one of your points is as high or higher."]


def characteristics(own: ScoredBid, winner: ScoredBid, published: Published) -> list[str]:
    """What marked the winner out, beside this bid: in sentences, without its price."""
    met = [(winner.needs_met, published.needs, "need"), (winner.features_met, published.features, "feature")]
    told = [f"{some} of {all_} {name}{'' if all_ == 1 else 's'}" for some, all_, name in met if all_]
    said = [f"It meets {' and '.join(told)}."] if told else []
    said.append(f"It is {winner.distance_band} from the child's home.")
    if own.bid != winner.bid and own.weekly_price is not None and winner.weekly_price is not None:
        word = "lower than" if winner.weekly_price < own.weekly_price else "higher than"
        said.append(f"Its price is {'the same as' if winner.weekly_price == own.weekly_price else word} yours.")
    if winner.basis == "family_choice":
        said.append("It was within five points of first place, and the family chose it.")
    if winner.basis == "lots":
        said.append(
            "It shared first place exactly, and lots were drawn. The draw follows from the receipts of all bids, which"
            " were fixed before any bid was opened: anyone can work it out again."
        )
    return said


def _told_to_bidder(working: str) -> str:
    """A provider sees the band of a distance, never the miles: three exact distances would find the home (R1)."""
    return re.sub(r"^[0-9.]+ miles, ", "", working)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
