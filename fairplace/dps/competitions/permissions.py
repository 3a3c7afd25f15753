"""Who may do what in a competition. Whatever is not theirs is not there for them (X1)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def person_of(actor: Actor) -> UUID:
    """Who it is; NotThere for somebody without an account."""
    if actor.person_id is None:
        raise NotThere
    return actor.person_id


def check_may_run(actor: Actor, council_id: UUID) -> None:
    """A placement officer of the council whose competition it is: scores, asks the family, awards."""
    if not actor.is_council or actor.organisation_id != council_id or not actor.holds(Role.PLACEMENT_OFFICER.value):
        raise NotThere


def check_may_second(actor: Actor, council_id: UUID) -> None:
    """A second person of the council: another placement officer, or a signatory; who proposed is for the action."""
    if not may_second(actor, council_id):
        raise NotThere


def may_second(actor: Actor, council_id: UUID) -> bool:
    """The same as a question."""
    roles = (Role.PLACEMENT_OFFICER.value, Role.COUNCIL_SIGNATORY.value)
    return actor.is_council and actor.organisation_id == council_id and actor.holds(*roles)


def check_may_open(actor: Actor) -> None:
    """Somebody of a council with the duty of opener. The competition's own list decides further: by its category's rule
    it may name people of other councils."""
    if not actor.is_council or not actor.holds(Role.OPENER.value):
        raise NotThere


def check_may_mark(actor: Actor, council_id: UUID) -> None:
    """Somebody of this council with the duty of evaluator; the competition's own list decides further."""
    if not actor.is_council or actor.organisation_id != council_id or not actor.holds(Role.EVALUATOR.value):
        raise NotThere


def check_may_keep_opening_key(actor: Actor) -> None:
    """Any opener of a council."""
    if not actor.is_council or actor.person_id is None or not actor.holds(Role.OPENER.value):
        raise NotThere


def check_may_rehearse(actor: Actor, lead_id: UUID) -> None:
    """The lead authority's procurement officers and category leads: pooled figures only (C10, X7)."""
    if not may_rehearse(actor, lead_id):
        raise NotThere


def may_rehearse(actor: Actor, lead_id: UUID) -> bool:
    """The same as a question."""
    return actor.organisation_id == lead_id and actor.holds(Role.PROCUREMENT_OFFICER.value, Role.CATEGORY_LEAD.value)


def check_may_answer_award(actor: Actor, provider_id: UUID) -> None:
    """The winner's bid manager or signatory accepts, or withdraws (C6)."""
    answers = (Role.BID_MANAGER.value, Role.PROVIDER_SIGNATORY.value)
    if not actor.is_provider or actor.organisation_id != provider_id or not actor.holds(*answers):
        raise NotThere


def check_may_bid(actor: Actor) -> None:
    """A bid manager of a provider; whose invitation it is, the action finds out with the row."""
    if not actor.is_provider or actor.person_id is None or not actor.holds(Role.BID_MANAGER.value):
        raise NotThere


def check_will_bid(answer: str) -> None:
    """Who has not said that they will bid, and accepted confidentiality, has no draft."""
    if answer != "will_bid":
        raise Refused("Say first that you will bid for this place.")
