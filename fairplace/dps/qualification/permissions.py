"""Who may apply, assess, decide and sign. Missing and forbidden look the same."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.market.queries.the_system import partners, the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

LEAD_ROLES = (Role.PROCUREMENT_OFFICER.value, Role.CONTRACT_MANAGER.value)
EVALUATING_ROLES = (Role.EVALUATOR.value, *LEAD_ROLES)
LEAD_SIGNERS = (Role.COUNCIL_SIGNATORY.value, *LEAD_ROLES)


def check_may_apply(actor: Actor, provider_id: UUID | None = None) -> UUID:
    """A provider's bid manager, for their own provider. Returns the provider."""
    own = actor.organisation_id
    if not actor.is_provider or own is None or not actor.holds(Role.BID_MANAGER.value):
        raise NotThere
    if provider_id is not None and provider_id != own:
        raise NotThere
    return own


def check_may_fill_in(actor: Actor, provider_id: UUID | None = None) -> UUID:
    """A bid manager, or a helper who sees and edits everything of an application and sends nothing (X8)."""
    own = actor.organisation_id
    if not actor.is_provider or own is None or not actor.holds(Role.BID_MANAGER.value, Role.HELPER.value):
        raise NotThere
    if provider_id is not None and provider_id != own:
        raise NotThere
    return own


def person_of(actor: Actor) -> UUID:
    """The person who acts: what is judged or signed is never judged or signed by nobody."""
    if actor.person_id is None:
        raise NotThere
    return actor.person_id


def check_may_assess(actor: Actor, lead_id: UUID | None = None) -> None:
    """Procurement officers and contract managers of the lead authority (Q9)."""
    if not actor.is_council or not actor.holds(*LEAD_ROLES):
        raise NotThere
    if actor.organisation_id != (lead_id or the_system().lead_id):
        raise NotThere


def check_may_sign_for_provider(actor: Actor, provider_id: UUID) -> None:
    """Whoever signs for the provider."""
    if actor.organisation_id != provider_id or not actor.holds(Role.PROVIDER_SIGNATORY.value):
        raise NotThere


def check_may_sign_for_lead(actor: Actor, lead_id: UUID) -> None:
    """Whoever signs for the lead authority, its procurement officers and contract managers."""
    if actor.organisation_id != lead_id or not actor.holds(*LEAD_SIGNERS):
        raise NotThere


def evaluating_councils() -> list[UUID]:
    """The lead and its partners: an associate pays to use the system and judges nobody (§11.7)."""
    return [row.council_id for row in partners() if row.standing != "associate"]


def check_may_evaluate(actor: Actor) -> UUID:
    """An evaluator of any partner (Q9). That they are appointed to the line, the caller asks. Returns the person."""
    if not actor.is_council or not actor.holds(*EVALUATING_ROLES):
        raise NotThere
    if actor.organisation_id not in evaluating_councils():
        raise NotThere
    return person_of(actor)


def check_may_approve_internally(actor: Actor, council_id: UUID) -> None:
    """Its own signatories, procurement officers and contract managers; the lead's desk for any partner (Q14)."""
    if actor.is_council and actor.organisation_id == council_id and actor.holds(*LEAD_SIGNERS):
        return
    check_may_assess(actor)


def check_may_answer_removal(actor: Actor, provider_id: UUID) -> None:
    """The provider's bid manager or whoever signs for it."""
    if actor.organisation_id != provider_id or not actor.holds(Role.BID_MANAGER.value, Role.PROVIDER_SIGNATORY.value):
        raise NotThere
