"""Who may set up the system and run it, publish a category, draft its next version, and agree to it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere

READERS = (
    Role.CATEGORY_LEAD,
    Role.PROCUREMENT_OFFICER,
    Role.COUNCIL_SIGNATORY,
    Role.CONTRACT_MANAGER,
)
"""Who reads drafts and what was said about them, in every council of the system."""
AGREEING = (Role.PROCUREMENT_OFFICER, Role.COUNCIL_SIGNATORY)
"""Who records what their council decided about a draft (P8)."""


def check_may_establish_system(actor: Actor) -> None:
    """Those who run Fairplace, and the system itself when it is set up."""
    if not (actor.is_operator or actor == SYSTEM):
        raise NotThere


def check_may_run_system(actor: Actor, lead_id: UUID) -> None:
    """Its period, entry and councils: the lead authority's procurement officers; those who run Fairplace at set-up."""
    if actor.is_operator or actor == SYSTEM:
        return
    check_may_appoint_category_lead(actor, lead_id)


def check_may_appoint_category_lead(actor: Actor, lead_id: UUID) -> None:
    """The lead authority's procurement officers."""
    if not is_lead_officer(actor, lead_id):
        raise NotThere


def check_may_publish_category(actor: Actor, lead_id: UUID) -> None:
    """As for running the system."""
    check_may_run_system(actor, lead_id)


def check_may_read_drafts(actor: Actor, council_ids: Collection[UUID]) -> None:
    """Category leads, procurement officers, signatories and contract managers of the councils named in the notice."""
    if actor.organisation_id not in council_ids or not actor.holds(*(role.value for role in READERS)):
        raise NotThere


def check_may_draft(actor: Actor, category_lead_id: UUID | None, lead_id: UUID) -> None:
    """The named category lead; the lead authority's procurement officers beside them."""
    if not may_draft(actor, category_lead_id, lead_id):
        raise NotThere


def may_draft(actor: Actor, category_lead_id: UUID | None, lead_id: UUID) -> bool:
    """The same as a question."""
    named = category_lead_id is not None and actor.person_id == category_lead_id
    return (named and actor.holds(Role.CATEGORY_LEAD.value)) or is_lead_officer(actor, lead_id)


def check_may_answer_draft(actor: Actor, asked: Collection[UUID]) -> UUID:
    """A procurement officer or signatory of a council that is asked. Returns the council."""
    if actor.organisation_id not in asked or not actor.holds(*(role.value for role in AGREEING)):
        raise NotThere
    assert actor.organisation_id is not None
    return actor.organisation_id


def is_lead_officer(actor: Actor, lead_id: UUID) -> bool:
    """A procurement officer of the lead authority."""
    return actor.organisation_id == lead_id and actor.holds(Role.PROCUREMENT_OFFICER.value)


def person_of(actor: Actor) -> UUID:
    """Whose act it is: drafts are changed, answered and signed by people. NotThere for the system itself."""
    if actor.person_id is None:
        raise NotThere
    return actor.person_id


def check_may_write_terms(actor: Actor, lead_id: UUID) -> None:
    """The lead authority's procurement officers and contract managers (A8)."""
    if actor.organisation_id != lead_id or not actor.holds(Role.PROCUREMENT_OFFICER.value, Role.CONTRACT_MANAGER.value):
        raise NotThere


def check_may_ask_publicly(actor: Actor) -> None:
    """Anybody of a provider."""
    if not actor.is_provider or actor.organisation_id is None:
        raise NotThere


def check_may_answer_publicly(actor: Actor, lead_id: UUID) -> None:
    """As for the terms."""
    check_may_write_terms(actor, lead_id)
