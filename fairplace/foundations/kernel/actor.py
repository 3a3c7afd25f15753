"""Who is doing something, and for whom.

An actor is a plain value: rules and permissions read it, the audit writes it down, and nobody can
change it half-way through an action.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

OrganisationKind = Literal["council", "provider", "operator"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation, with the roles they hold there at this moment.

    Somebody who acts without an account (a family by its link) has no organisation, so row-level
    security shows them nothing that is not handed to them.
    """

    person_id: UUID | None
    name: str
    organisation_id: UUID | None
    organisation_kind: OrganisationKind | None
    organisation_name: str
    roles: frozenset[str]

    def holds(self, *roles: str) -> bool:
        """Whether the actor holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_council(self) -> bool:
        """Whether the actor acts for a council."""
        return self.organisation_kind == "council"

    @property
    def is_provider(self) -> bool:
        """Whether the actor acts for a provider."""
        return self.organisation_kind == "provider"

    @property
    def is_operator(self) -> bool:
        """Whether the actor runs the system itself."""
        return self.organisation_kind == "operator"


SYSTEM = Actor(
    person_id=None,
    name="Fairplace",
    organisation_id=None,
    organisation_kind=None,
    organisation_name="Fairplace",
    roles=frozenset(),
)
"""The system acting by itself, in a job that no person started. It has no organisation of its own."""
