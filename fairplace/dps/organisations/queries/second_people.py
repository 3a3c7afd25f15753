"""Who agrees to a powerful role that somebody else asked for (X1)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.organisations.models import Duty, Organisation, Person
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.audit import over_all_organisations
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """kind: of the organisation that they act for."""

    id: UUID
    name: str
    email: str
    kind: str


def reach_of_second(actor: Actor) -> AbstractContextManager[None]:
    """Those who run Fairplace see beyond the walls what councils with one administrator ask, to find whose it is."""
    return over_all_organisations() if actor.is_operator else nullcontext()


def may_agree(organisation: Organisation, person_id: UUID | None, asked_by: UUID) -> list[SecondPerson]:
    """Whoever else administers the organisation; for a council where nobody else does, those who run Fairplace. Never
    whoever asked, never the person concerned (None: somebody who is not there yet)."""
    involved = {person_id, asked_by}
    found = _holding(ADMINISTERS[organisation.kind].value, involved, person__organisation_id=organisation.id)
    if not found and organisation.kind == "council":
        found = _holding(Role.OPERATOR.value, involved)
    return found


def needs_second_person(organisation: Organisation, person_id: UUID | None, asked_by: UUID) -> bool:
    """A council always does, for what its own people ask. Else where there is somebody else who could agree: a provider
    of one or two people must be able to work, and one operator to invite a council's first administrator."""
    own = Person.objects.filter(id=asked_by, organisation_id=organisation.id).exists()
    return (organisation.kind == "council" and own) or bool(may_agree(organisation, person_id, asked_by))


def _holding(role: str, involved: set[UUID | None], **where: UUID) -> list[SecondPerson]:
    duties = Duty.objects.filter(role=role, person__is_active=True, **where).values("person_id")
    found = Person.objects.filter(id__in=duties).select_related("organisation").order_by("name")
    return [SecondPerson(one.id, one.name, one.email, one.organisation.kind) for one in found if one.id not in involved]
