"""People of organisations: who holds a role, what somebody is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.models import Duty, Organisation, Person
from fairplace.dps.organisations.rules.roles import Role


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody as colleagues and letters know them."""

    id: UUID
    name: str
    job_title: str
    email: str
    organisation_id: UUID


def people_with_role(organisation_id: UUID, role: Role | str) -> list[PersonRow]:
    """Everyone active who holds this role there, by name."""
    return people_with_role_in([organisation_id], role)


def people_with_role_in(organisation_ids: Iterable[UUID], role: Role | str) -> list[PersonRow]:
    """The same for many organisations, in one statement."""
    return people_with_roles(organisation_ids, [role])


def people_with_roles(organisation_ids: Iterable[UUID], roles: Iterable[Role | str]) -> list[PersonRow]:
    """Everyone active who holds one of these roles in one of these organisations, once, by name. One statement."""
    return [person for person, _ in people_holding(organisation_ids, roles)]


_HOLDING = """
    SELECT p.id, p.name, p.job_title, p.email, p.organisation_id, array_agg(d.role)
      FROM organisations_person p JOIN organisations_duty d ON d.person_id = p.id
     WHERE p.organisation_id = ANY(%s) AND p.is_active AND d.role = ANY(%s)
     GROUP BY p.id ORDER BY p.name
"""


def people_holding(
    organisation_ids: Iterable[UUID], roles: Iterable[Role | str]
) -> list[tuple[PersonRow, frozenset[str]]]:
    """The same, each with those of the roles that they hold."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [list(organisation_ids), [Role(role).value for role in roles]])
        return [(PersonRow(*row[:-1]), frozenset(row[-1])) for row in cursor.fetchall()]


def everyone_with_role(role: Role | str) -> list[PersonRow]:
    """Everyone active who holds this role in any organisation, by name."""
    holders = Duty.objects.filter(role=Role(role).value).values("person_id")
    found = Person.objects.filter(is_active=True, id__in=holders)
    return [PersonRow(*row) for row in found.order_by("name").values_list(*PersonRow.__dataclass_fields__)]


def holders_among(person_ids: Iterable[UUID], role: Role | str) -> set[UUID]:
    """Those of these people who are active and hold this role."""
    held = Duty.objects.filter(person_id__in=list(person_ids), person__is_active=True, role=Role(role).value)
    return set(held.values_list("person_id", flat=True))


def names_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these people are called."""
    return dict(Person.objects.filter(id__in=list(person_ids)).values_list("id", "name"))


def organisation_names(organisation_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these organisations are called."""
    return dict(Organisation.objects.filter(id__in=list(organisation_ids)).values_list("id", "name"))


def people_by_email(emails: Iterable[str]) -> dict[str, PersonRow]:
    """Everyone active with one of these addresses, by address."""
    found = Person.objects.filter(email__in=list(emails), is_active=True)
    rows = [PersonRow(*row) for row in found.values_list(*PersonRow.__dataclass_fields__)]
    return {row.email: row for row in rows}


def people_by_id(person_ids: Iterable[UUID]) -> dict[UUID, PersonRow]:
    """Everyone active among these."""
    found = Person.objects.filter(id__in=list(person_ids), is_active=True)
    return {row[0]: PersonRow(*row) for row in found.values_list(*PersonRow.__dataclass_fields__)}
