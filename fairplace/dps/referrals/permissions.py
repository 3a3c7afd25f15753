"""Who may do what with a referral. Missing and forbidden look the same (X1, X7)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


def check_may_write_referral(actor: Actor, council_id: UUID) -> None:
    """Its own council's placement officers alone; never the contract management team (X7)."""
    if not (actor.is_council and actor.organisation_id == council_id and actor.holds(Role.PLACEMENT_OFFICER.value)):
        raise NotThere


def check_may_see_referral(actor: Actor, council_id: UUID) -> None:
    """People of its own council who write referrals, open bids, evaluate them or sign."""
    duties = (Role.PLACEMENT_OFFICER, Role.OPENER, Role.EVALUATOR, Role.COUNCIL_SIGNATORY)
    if not (actor.is_council and actor.organisation_id == council_id and actor.holds(*(role.value for role in duties))):
        raise NotThere


def may_approve_referral(actor: Actor, council_id: UUID) -> bool:
    """Another placement officer or a signatory of its own council; who wrote it is for the action to ask."""
    roles = (Role.PLACEMENT_OFFICER.value, Role.COUNCIL_SIGNATORY.value)
    return actor.is_council and actor.organisation_id == council_id and actor.holds(*roles)
