"""Roles that one person never holds together: the business case keeps their functions apart (X7, §10.3, 11.1-11.3)."""

from __future__ import annotations

from collections.abc import Collection

from fairplace.dps.organisations.rules.roles import Role

CONFLICTS = frozenset(
    frozenset({Role.CONTRACT_MANAGER, other})
    for other in (Role.PLACEMENT_OFFICER, Role.EVALUATOR, Role.OPENER, Role.COUNCIL_SIGNATORY)
)
"""The contract management team admits, audits and suspends; referrals, bids and placements are other people's.

Opening and evaluating are kept apart on each referral instead (publish_competition, appoint_evaluator): the people of a
small council may do both, never of the same one.
"""


def conflict_of(roles: Collection[str]) -> str:
    """Why these roles cannot be one person's; "" when they can."""
    held = {role for role in Role if role.value in roles}
    for pair in CONFLICTS:
        if pair <= held:
            manager, other = sorted(pair, key=lambda role: role is not Role.CONTRACT_MANAGER)
            return (
                f"One person cannot hold both: {manager.label} and {other.label}. The contract management team has no"
                " part in referrals. Give one of the two to somebody else."
            )
    return ""
