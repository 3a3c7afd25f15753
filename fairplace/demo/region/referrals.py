"""The invented children's referrals and the bids for them, as the file tells them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoBid:
    """answer: bid, or will_bid for one that has said so and not yet written anything. district: of a foster home."""

    place: str
    level: int = 3
    answer: str = "bid"
    leaves: tuple[str, ...] = ()
    cut: int = 0
    discount: int = 0
    marks: tuple[str, ...] = ()
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReferral:
    """stage: how far it has come. told: its whole entry."""

    key: str
    council: str
    officer: str
    stage: str
    category: str
    kind: str
    told: dict[str, Any]
    bids: tuple[DemoBid, ...]
    cannot: dict[str, str] = field(default_factory=dict)

    @property
    def children(self) -> list[dict[str, Any]]:
        """What is told of each child of several by itself, the first of them as the referral's own."""
        return [self.told, *self.told.get("siblings", ())]


def items_of(told: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """(need or feature, code, essential) of one child."""
    asked = [(kind, code) for kind in ("need", "feature") for code in told.get(f"{kind}s", ())]
    return [(kind, code.rstrip("!"), code.endswith("!")) for kind, code in asked]


@cache
def referrals() -> tuple[DemoReferral, ...]:
    """In the order of the file."""
    text = (Path(__file__).parent / "referrals.toml").read_text(encoding="utf-8")
    return tuple(
        DemoReferral(
            key=one["key"],
            council=one["council"],
            officer=one["officer"],
            stage=one["stage"],
            category=one["category"],
            kind=one["kind"],
            told=one,
            bids=tuple(
                DemoBid(**{**bid, "leaves": tuple(bid.get("leaves", ())), "marks": tuple(bid.get("marks", ()))})
                for bid in one.get("bids", ())
            ),
            cannot=one.get("cannot", {}),
        )
        for one in tomllib.loads(text)["referrals"]
    )
