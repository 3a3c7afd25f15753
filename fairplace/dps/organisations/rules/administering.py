"""Who administers an organisation's people, and what they may change (X1)."""

from __future__ import annotations

from collections.abc import Collection

from fairplace.dps.organisations.rules.kept_apart import conflict_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused

ADMINISTERS = {"council": Role.ADMINISTRATOR, "provider": Role.BID_MANAGER, "operator": Role.OPERATOR}
"""By kind of organisation."""

POWERFUL = frozenset(
    role.value
    for role in (
        Role.ADMINISTRATOR,
        Role.OPENER,
        Role.PROCUREMENT_OFFICER,
        Role.CONTRACT_MANAGER,
        Role.COUNCIL_SIGNATORY,
        Role.BID_MANAGER,
        Role.PROVIDER_SIGNATORY,
        Role.OPERATOR,
    )
)
"""Two people give these. One takes them away: whoever leaves must be out at once."""

STRONG_AT_FIRST = {
    kind: sorted(code for code in POWERFUL if Role(code).organisation_kind == kind) if kind != "provider" else []
    for kind in ADMINISTERS
}
"""By kind, the roles whose holders sign in with more than an e-mailed code until their organisation says otherwise. Of
a provider none: a small home that signs in once a week chooses (decision 0059)."""


def check_roles(kind: str, wanted: Collection[str], held: Collection[str], *, own: bool) -> None:
    """Whether somebody may come to hold these roles. own: their own are changed by themselves.

    Nobody gives themselves a role: whoever can hand out roles would otherwise hold all of them. Giving one up is fine.
    """
    roles = {Role(role) for role in wanted if role in {known.value for known in Role}}
    if len(roles) != len(set(wanted)) or any(role.organisation_kind != kind for role in roles):
        raise NotThere
    if not roles:
        raise Refused("Select at least one, or switch the person off.", "roles")
    check_together(wanted)
    if own and (gained := sorted(Role(role).label for role in set(wanted) - set(held))):
        raise Refused(
            f"You cannot give yourself a role ({', '.join(gained)}). A colleague who administers your people can.",
            "roles",
        )


def check_together(roles: Collection[str]) -> None:
    """Whether one person may hold these at once."""
    if Role.HELPER.value in roles and len(set(roles)) > 1:
        raise Refused("A helper only helps to fill in: select nothing else beside it.", "roles")
    if conflict := conflict_of(roles):
        raise Refused(conflict, "roles")
