"""Give somebody an account and their duties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Duty, Organisation, Person
from fairplace.dps.organisations.permissions import check_may_add_person
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    organisation_id: UUID,
    name: str,
    email: str,
    roles: Iterable[Role | str],
    job_title: str = "",
    password: str | None = None,
    at: datetime,
) -> UUID:
    """Without a password they sign in by a code sent to their e-mail address. Their address stays out of the record."""
    check_may_add_person(actor)
    organisation = Organisation.objects.filter(id=organisation_id).first()
    if organisation is None:
        raise NotThere
    duties = sorted({Role(role) for role in roles}, key=lambda role: role.value)
    for role in duties:
        if role.organisation_kind != organisation.kind:
            raise Refused(f"“{role.label}” is not a role of a {organisation.kind}.", "roles")
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                email, password, name=name, job_title=job_title, organisation=organisation
            )
    except IntegrityError:
        raise Refused("Somebody already signs in with this e-mail address.", "email") from None
    Duty.objects.bulk_create(Duty(person=person, role=role.value) for role in duties)
    audit.record(
        actor=actor,
        kind=events.PERSON_ADDED,
        subject=person,
        about=organisation,
        roles=[role.value for role in duties],
    )
    return person.id
