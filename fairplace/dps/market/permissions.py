"""Who may set up the system, run it and publish a category."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere


def check_may_establish_system(actor: Actor) -> None:
    """Those who run Fairplace, and the system itself when it is set up."""
    if not (actor.is_operator or actor == SYSTEM):
        raise NotThere


def check_may_run_system(actor: Actor, lead_id: UUID) -> None:
    """Its period, entry and councils: the lead authority's procurement officers; those who run Fairplace at set-up."""
    if actor.is_operator or actor == SYSTEM:
        return
    if actor.organisation_id != lead_id or not actor.holds(Role.PROCUREMENT_OFFICER.value):
        raise NotThere


def check_may_publish_category(actor: Actor, lead_id: UUID) -> None:
    """As for running the system."""
    check_may_run_system(actor, lead_id)
