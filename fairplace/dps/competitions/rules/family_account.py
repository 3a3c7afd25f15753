"""The plain account that a family gets after every award (C12): no prices, nothing of other bidders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fairplace.dps.competitions.rules.family_place import FamilyPlace, place_from_json

LINK_LASTS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class FamilyAccount:
    """How many places were asked, how many made an offer, which one it is and why.

    basis: first_place, family_choice or lots. family_said: "chose"; "chose_other", a place that is no longer to be had;
    "no_preference"; "nothing" when it was asked and no answer came; or "" when it was not asked about these bids.
    passed_on: a place with more points is no longer to be had.
    """

    place: FamilyPlace
    invited: int
    bids: int
    basis: str
    family_said: str
    passed_on: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place.as_json(),
            "invited": self.invited,
            "bids": self.bids,
            "basis": self.basis,
            "family_said": self.family_said,
            "passed_on": self.passed_on,
        }


def account_from_json(told: Mapping[str, Any]) -> FamilyAccount:
    """The same account again."""
    return FamilyAccount(**{**told, "place": place_from_json(told["place"])})
