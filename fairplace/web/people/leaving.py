"""What still waits for one person, so that nobody leaves with it (X1, C2)."""

from __future__ import annotations

from dataclasses import dataclass

from fairplace.dps.competitions.queries.people import marks_bids_of, opens_bids_of
from fairplace.dps.market.queries.drafts import categories_led_by
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.organisations.queries.colleagues import Colleague
from fairplace.dps.organisations.queries.people import people_with_roles
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.queries.agreements import agreements_of
from fairplace.dps.qualification.queries.agreements import agreements_to_sign
from fairplace.dps.qualification.queries.evaluators import undecided_lines_of

_SIGNING = frozenset(
    role.value
    for role in (
        Role.PROVIDER_SIGNATORY,
        Role.COUNCIL_SIGNATORY,
        Role.PROCUREMENT_OFFICER,
        Role.CONTRACT_MANAGER,
    )
)


@dataclass(frozen=True, slots=True)
class Waits:
    """How many competitions to open and to mark, application lines to assess, and agreements that they may sign now;
    signers: who else holds one of the roles by which they sign. leads: names of categories that they lead."""

    opens: int
    marks: int
    assesses: int
    signs: int
    signers: tuple[str, ...]
    leads: tuple[str, ...]

    @property
    def to_hand_over(self) -> bool:
        return bool(self.marks or self.assesses or self.signs or self.leads)


def waits_for(row: Colleague) -> Waits:
    """Of a colleague of whoever asks. Signatures as the person's own list shows them."""
    theirs = actor_of(row.id)
    signs = 0
    if theirs is not None and _SIGNING & theirs.roles:
        signs = sum(one.yours for one in agreements_to_sign(theirs)) + sum(
            one.may_sign for one in agreements_of(theirs)
        )
    others = (
        people_with_roles([theirs.organisation_id], _SIGNING & theirs.roles)
        if signs and theirs and theirs.organisation_id
        else []
    )
    return Waits(
        opens_bids_of(row.id),
        marks_bids_of(row.id),
        undecided_lines_of(row.id),
        signs,
        tuple(one.name for one in others if one.id != row.id),
        tuple(categories_led_by(row.id)),
    )
