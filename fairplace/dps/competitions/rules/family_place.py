"""What a family is told of one place: plain facts, in one order for all, and no price (C5).

Kept as it was shown when the family was asked, so that the officer, and years later a tribunal, read the same page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FamilyItem:
    """A need or a feature that was asked for. how: in the provider's words; empty where it said nothing."""

    name: str
    met: bool
    how: str = ""


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """One place. rating: the inspector's words; rating_meaning: the same in plain words; empty: not inspected yet.

    miles: None where the address is withheld, that of a foster home too: by the tenth of a mile from its own door, with
    the points of all districts published, a family would find it. band: of the distance, in words.
    household: the distance is to the district of a foster home, which the family is not told; council_area is the
    office.
    """

    bid_id: UUID
    name: str
    provider_name: str
    kind: str
    council_area: str
    miles: Decimal | None
    band: str
    age_from: int
    age_to: int
    places: int
    takes: str
    rating: str
    rating_meaning: str
    rated_on: date | None
    needs: tuple[FamilyItem, ...]
    features: tuple[FamilyItem, ...]
    statement: str
    household: bool = False

    @property
    def cannot(self) -> tuple[str, ...]:
        """What was asked for and is not offered."""
        return tuple(one.name for one in (*self.needs, *self.features) if not one.met)

    def as_json(self) -> dict[str, Any]:
        return {
            "bid_id": str(self.bid_id),
            "name": self.name,
            "provider_name": self.provider_name,
            "kind": self.kind,
            "council_area": self.council_area,
            "miles": None if self.miles is None else str(self.miles),
            "band": self.band,
            "age_from": self.age_from,
            "age_to": self.age_to,
            "places": self.places,
            "takes": self.takes,
            "rating": self.rating,
            "rating_meaning": self.rating_meaning,
            "rated_on": self.rated_on.isoformat() if self.rated_on else None,
            "needs": [[one.name, one.met, one.how] for one in self.needs],
            "features": [[one.name, one.met, one.how] for one in self.features],
            "statement": self.statement,
            "household": self.household,
        }


def place_from_json(told: Mapping[str, Any]) -> FamilyPlace:
    """The same place again."""
    return FamilyPlace(
        **{
            **told,
            "bid_id": UUID(told["bid_id"]),
            "miles": None if told["miles"] is None else Decimal(told["miles"]),
            "band": told.get("band", ""),  # not in those that were kept before there was one
            "rated_on": date.fromisoformat(told["rated_on"]) if told["rated_on"] else None,
            "needs": tuple(FamilyItem(*one) for one in told["needs"]),
            "features": tuple(FamilyItem(*one) for one in told["features"]),
        }
    )
