"""Who may read and sign a placement agreement, and who buys without a competition."""

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


def check_may_read_agreement(actor: Actor, *, council_id: UUID, provider_id: UUID | None) -> None:
    """Raises NotThere for everyone but the two parties."""
    parties = {council_id, provider_id} - {None}
    if actor.organisation_id not in parties or not may_read_agreements(actor):
        raise NotThere


def may_sign(actor: Actor, place: int) -> bool:
    """Place 1 is the provider's signatory's, place 2 the council's."""
    return actor.holds((Role.PROVIDER_SIGNATORY if place == 1 else Role.COUNCIL_SIGNATORY).value)


def check_may_buy(actor: Actor, council_id: UUID | None) -> UUID:
    """A placement officer of this council: records a named preference, asks the place, logs what was bought outside.

    Returns who it is.
    """
    own = actor.is_council and council_id is not None and actor.organisation_id == council_id
    if not own or actor.person_id is None or not actor.holds(Role.PLACEMENT_OFFICER.value):
        raise NotThere
    return actor.person_id


def check_may_read_preference(actor: Actor, council_id: UUID) -> None:
    """Its placement officers, and signatories, who may agree as the second person."""
    if not actor.is_council or actor.organisation_id != council_id or not may_read_agreements(actor):
        raise NotThere


def check_may_answer_for(actor: Actor, provider_id: UUID | None) -> UUID:
    """A bid manager of the provider that is asked. Returns who it is."""
    own = actor.is_provider and provider_id is not None and actor.organisation_id == provider_id
    if not own or actor.person_id is None or not actor.holds(Role.BID_MANAGER.value):
        raise NotThere
    return actor.person_id
