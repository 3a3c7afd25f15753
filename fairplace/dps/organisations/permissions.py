"""Who may change organisations, their people, establishments and evidence."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere


def check_may_register_organisation(actor: Actor) -> None:
    """Those who run Fairplace, and the system itself when it is set up."""
    if not (actor.is_operator or actor == SYSTEM):
        raise NotThere


def check_may_add_person(actor: Actor) -> None:
    """As for registering: an account is never made by oneself."""
    check_may_register_organisation(actor)


def check_may_keep_evidence(actor: Actor) -> UUID:
    """A provider's bid managers, and their helpers (X8), keep its establishments and evidence. Returns the provider."""
    may = actor.holds(Role.BID_MANAGER.value, Role.HELPER.value)
    if not actor.is_provider or actor.organisation_id is None or not may:
        raise NotThere
    return actor.organisation_id


def check_may_declare_areas(actor: Actor) -> tuple[UUID, UUID]:
    """A provider's bid managers, since it decides what it is asked for. Returns the provider and who declares."""
    own, person = actor.organisation_id, actor.person_id
    if not actor.is_provider or own is None or person is None or not actor.holds(Role.BID_MANAGER.value):
        raise NotThere
    return own, person


def check_may_import_registers(actor: Actor, lead_id: UUID | None = None) -> None:
    """Those who run Fairplace (at the command line too), and the lead authority's procurement officers and contract
    managers. lead_id: which council leads, as the market area knows."""
    if actor.is_operator or actor == SYSTEM:
        return
    if lead_id is None or actor.organisation_id != lead_id:
        raise NotThere
    if not actor.is_council or not actor.holds(Role.PROCUREMENT_OFFICER.value, Role.CONTRACT_MANAGER.value):
        raise NotThere


def check_may_administer(actor: Actor) -> tuple[UUID, UUID]:
    """Whoever administers a council's people; a provider's bid managers. Returns the organisation and who
    administers."""
    role, own, person = ADMINISTERS.get(str(actor.organisation_kind)), actor.organisation_id, actor.person_id
    if role is None or own is None or person is None or not actor.holds(role.value):
        raise NotThere
    return own, person


def check_may_invite(actor: Actor) -> tuple[UUID, UUID]:
    """Whoever administers an organisation's people invites them. Returns the organisation and who invites."""
    return check_may_administer(actor)


def check_may_begin_council(actor: Actor) -> None:
    """Those who run Fairplace."""
    check_may_support(actor)


def check_may_be_second(actor: Actor, may_agree: Collection[UUID]) -> None:
    """One of those who may agree at this moment to what somebody else asked (queries/second_people.py)."""
    if actor.person_id is None or actor.person_id not in may_agree:
        raise NotThere


def check_may_support(actor: Actor) -> UUID:
    """Those who run Fairplace look at an organisation's pages where it is helped. Returns who it is."""
    if not actor.is_operator or actor.person_id is None or not actor.holds(Role.OPERATOR.value):
        raise NotThere
    return actor.person_id
