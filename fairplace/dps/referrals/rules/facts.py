"""What a referral says, as the rules of this area read it (R2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fairplace.dps.referrals.rules.children import ChildFacts, read_code
from fairplace.dps.referrals.rules.provision import Provision

OWN = "own--"
NOT_SAID = Provision()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A need or a feature that the referral asks for, with its marks (§8.5).

    code: of the category's library, or begins with OWN where the officer used words of their own. Among several
    children code and name also say whose it is; own_code and own_name do not.
    """

    kind: str
    code: str
    name: str
    marks: Decimal
    essential: bool = False
    provision: Provision = NOT_SAID
    own_name: str = ""

    @property
    def child(self) -> int:
        """Whose it is: 1 where there is but one."""
        return read_code(self.code)[0]

    @property
    def own_code(self) -> str:
        return read_code(self.code)[1]

    @property
    def plain_name(self) -> str:
        """Without the child, where a page has said which."""
        return self.own_name or self.name

    @property
    def in_own_words(self) -> bool:
        return self.own_code.startswith(OWN)

    @property
    def in_full(self) -> str:
        """The name with how much, how often and by whom, where that is said."""
        return self._with_provision(self.name)

    @property
    def plain_in_full(self) -> str:
        """The same without the child."""
        return self._with_provision(self.plain_name)

    def _with_provision(self, name: str) -> str:
        said = self.provision.sentence
        return f"{name}: {said[0].lower()}{said[1:]}" if said else name


@dataclass(frozen=True, slots=True)
class OutcomeSought:
    """An outcome sought, under a component of the framework (O1). child 0: for all of the referral's children.

    wording says whose it is; own_wording does not.
    """

    component: str
    component_name: str
    wording: str
    child: int = 0
    own_wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """Everything but who the child is. What is None or empty has not been written yet.

    age, gender, has_story, has_identity, date_of_birth: of the only child, or of child 1. several: "", sibling or
    cohort.
    """

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
    choice_by: str = ""
    several: str = ""
    may_be_apart: bool = False
    further: tuple[ChildFacts, ...] = ()

    @property
    def children(self) -> tuple[ChildFacts, ...]:
        """Every child, in order; one or more."""
        first = ChildFacts(1, self.age, self.gender, self.has_identity, self.has_story, self.date_of_birth)
        return (first, *self.further)

    def child(self, number: int) -> ChildFacts | None:
        return next((one for one in self.children if one.number == number), None)

    def needs_of(self, number: int) -> tuple[AskedFor, ...]:
        return tuple(one for one in self.needs if one.child == number)

    def features_of(self, number: int) -> tuple[AskedFor, ...]:
        return tuple(one for one in self.features if one.child == number)

    @property
    def quality_weight(self) -> Decimal | None:
        """What price leaves of the 100 points (R3)."""
        return None if self.price_weight is None else Decimal(100) - self.price_weight
