"""What a referral says, as the rules of this area read it (R2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fairplace.dps.referrals.rules.provision import Provision

OWN = "own--"
NOT_SAID = Provision()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A need or a feature that the referral asks for, with its marks (§8.5).

    code: of the category's library, or begins with OWN where the officer used words of their own.
    """

    kind: str
    code: str
    name: str
    marks: Decimal
    essential: bool = False
    provision: Provision = NOT_SAID

    @property
    def in_full(self) -> str:
        """The name with how much, how often and by whom, where that is said."""
        said = self.provision.sentence
        return f"{self.name}: {said[0].lower()}{said[1:]}" if said else self.name


@dataclass(frozen=True, slots=True)
class OutcomeSought:
    """An outcome sought, under a component of the framework (O1)."""

    component: str
    component_name: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """Everything but who the child is. What is None or empty has not been written yet."""

    placement_kind: str = ""
    age: int | None = None
    gender: str = ""
    start_on: date | None = None
    expected_weeks: int | None = None
    urgency: str = ""
    price_weight: Decimal | None = None
    quality_weights: Mapping[str, Decimal] = field(default_factory=dict)
    radius_miles: int | None = None
    needs: tuple[AskedFor, ...] = ()
    features: tuple[AskedFor, ...] = ()
    outcomes: tuple[OutcomeSought, ...] = ()
    has_story: bool = False
    has_identity: bool = False
    date_of_birth: date | None = None

    @property
    def quality_weight(self) -> Decimal | None:
        """What price leaves of the 100 points (R3)."""
        return None if self.price_weight is None else Decimal(100) - self.price_weight
