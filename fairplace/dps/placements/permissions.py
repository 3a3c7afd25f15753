"""Who may read and sign a placement agreement."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_READERS = {
    "council": (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY),
    "provider": (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
}


def may_read_agreements(actor: Actor) -> bool:
    """Placement officers and signatories of the two sides; never the contract management team (X7)."""
    roles = _READERS.get(str(actor.organisation_kind), ())
    return actor.holds(*(role.value for role in roles))


def check_may_read_agreement(actor: Actor, *, council_id: UUID, provider_id: UUID) -> None:
    """Raises NotThere for everyone but the two parties."""
    if actor.organisation_id not in {council_id, provider_id} or not may_read_agreements(actor):
        raise NotThere


def may_sign(actor: Actor, place: int) -> bool:
    """Place 1 is the provider's signatory's, place 2 the council's."""
    return actor.holds((Role.PROVIDER_SIGNATORY if place == 1 else Role.COUNCIL_SIGNATORY).value)
