"""Roles that wait for a second person (X1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.organisations.models import RoleChange
from fairplace.dps.organisations.queries.second_people import may_agree, reach_of_second
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """may_decide: the actor is one of those who may agree. is_own: the actor asked for it. deciders: their names."""

    id: UUID
    person_name: str
    organisation_name: str
    roles: tuple[str, ...]
    reason: str
    asked_by: str
    asked_at: datetime
    may_decide: bool
    is_own: bool
    deciders: tuple[str, ...]


def waiting_changes(actor: Actor) -> list[WaitingChange]:
    """Those of the actor's organisation, and for those who run Fairplace the ones that come to them. The oldest
    first; few at any time, so each is looked at by itself."""
    role = ADMINISTERS.get(str(actor.organisation_kind))
    organisation_id = actor.organisation_id
    if role is None or organisation_id is None or not actor.holds(role.value):
        return []
    waiting = RoleChange.objects.filter(decided_at=None)
    if not actor.is_operator:
        waiting = waiting.filter(person__organisation_id=organisation_id)
    found = waiting.select_related("person__organisation", "asked_by").order_by("asked_at")
    with reach_of_second(actor):
        rows = [_row(one, actor) for one in found]
    return [row for row in rows if row.may_decide or row.is_own or not actor.is_operator]


def waiting_change(actor: Actor, change_id: UUID) -> WaitingChange:
    """One of them; NotThere for anything else."""
    for row in waiting_changes(actor):
        if row.id == change_id:
            return row
    raise NotThere


def _row(one: RoleChange, actor: Actor) -> WaitingChange:
    deciders = may_agree(one.person.organisation, one.person_id, one.asked_by_id)
    return WaitingChange(
        one.id,
        one.person.name,
        one.person.organisation.name,
        tuple(Role(role).label for role in one.roles),
        one.reason,
        one.asked_by.name,
        one.asked_at,
        any(second.id == actor.person_id for second in deciders),
        one.asked_by_id == actor.person_id,
        tuple(second.name for second in deciders),
    )
