"""Who decides how long a council keeps things, and what goes."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

KEEPER_ROLES = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)
"""Not who admits providers: they read no referral (X7)."""


def check_may_keep(actor: Actor) -> tuple[UUID, UUID]:
    """One of a council with such a role. Returns its council and person. Missing and forbidden look the same."""
    allowed = actor.is_council and actor.holds(*(role.value for role in KEEPER_ROLES))
    if not allowed or actor.organisation_id is None or actor.person_id is None:
        raise NotThere
    return actor.organisation_id, actor.person_id


def check_may_take_export(actor: Actor, *, about: str, asked_by: UUID) -> None:
    """What is held about a child: the council's keepers; about a person: who asked; about a provider: bid managers."""
    if about == "child":
        check_may_keep(actor)
    elif (about == "person" and actor.person_id != asked_by) or (
        about == "provider" and not (actor.is_provider and actor.holds(Role.BID_MANAGER.value))
    ):
        raise NotThere
