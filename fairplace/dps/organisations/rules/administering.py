"""Who administers an organisation's people, and what they may change (X1)."""

from __future__ import annotations

from collections.abc import Collection

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused

ADMINISTERS = {"council": Role.ADMINISTRATOR, "provider": Role.BID_MANAGER}
"""By kind of organisation. Those who run Fairplace have no page for this."""


def check_roles(kind: str, wanted: Collection[str], held: Collection[str], *, own: bool) -> None:
    """Whether somebody may come to hold these roles. own: their own are changed by themselves.

    Nobody gives themselves a role: whoever can hand out roles would otherwise hold all of them. Giving one up is fine.
    """
    roles = {Role(role) for role in wanted if role in {known.value for known in Role}}
    if len(roles) != len(set(wanted)) or any(role.organisation_kind != kind for role in roles):
        raise NotThere
    if not roles:
        raise Refused("Select at least one, or switch the person off.", "roles")
    if Role.HELPER in roles and len(roles) > 1:
        raise Refused("A helper only helps to fill in: select nothing else beside it.", "roles")
    if own and (gained := sorted(Role(role).label for role in set(wanted) - set(held))):
        raise Refused(
            f"You cannot give yourself a role ({', '.join(gained)}). A colleague who administers your people can.",
            "roles",
        )
