"""Who may have an evidence pack made, and take it away."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.transparency.models import EvidencePack
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

PACK_ROLES = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)
BIDDER_PACK_ROLES = (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY)


def check_may_have_packs(actor: Actor, council_id: UUID) -> None:
    """Placement officers and signatories of the council whose referral it is. Missing and forbidden look the same."""
    roles = (role.value for role in PACK_ROLES)
    if not (actor.is_council and actor.organisation_id == council_id and actor.holds(*roles)):
        raise NotThere


def check_may_take_pack(actor: Actor, pack: EvidencePack) -> None:
    """The council whose referral it is; a bidder, what its own people asked for."""
    if not actor.is_provider:
        check_may_have_packs(actor, pack.council_id)
    elif not (
        actor.organisation_id == pack.provider_id == pack.asked_by.organisation_id
        and actor.holds(*(role.value for role in BIDDER_PACK_ROLES))
    ):
        raise NotThere
