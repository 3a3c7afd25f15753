"""What a person who runs Fairplace may see of an organisation that is helped, and for how long (X1)."""

from __future__ import annotations

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused

SHORTEST_REASON = 20
LONGEST_REASON = 1000
BORROWED = {
    "council": frozenset(
        role.value
        for role in (
            Role.PLACEMENT_OFFICER,
            Role.COUNCIL_SIGNATORY,
            Role.PROCUREMENT_OFFICER,
            Role.CONTRACT_MANAGER,
            Role.CATEGORY_LEAD,
        )
    ),
    "provider": frozenset(role.value for role in (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY)),
}
"""By kind of organisation, whose pages are read. Never an opener's, an evaluator's or an administrator's."""


def check_asked(reason: str, hours: int, most_hours: int) -> str:
    """The reason as it is kept; Refused beside its field."""
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Refused("Say what you need to see and why: the organisation reads it.", "reason")
    if len(said) > LONGEST_REASON:
        raise Refused(f"Shorten the reason to {LONGEST_REASON} characters.", "reason")
    if not 1 <= hours <= most_hours:
        raise Refused(f"Enter a number of hours from 1 to {most_hours}.", "hours")
    return said
