"""Letters that say there is something to see, and where: never anything about a child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from fairplace.dps.competitions.models import Invitation
from fairplace.dps.organisations.queries.people import PersonRow, people_with_role, people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.messages.queue import Letter, queue_messages


def tell_provider(organisation_id: UUID, *, key: str, subject: str, body: str) -> None:
    """To every bid manager of the provider, in the running transaction."""
    _tell(people_with_role(organisation_id, Role.BID_MANAGER.value), key, subject, body)


def tell_officers(council_id: UUID, *, key: str, subject: str, body: str, after: timedelta | None = None) -> None:
    """To every placement officer of the council. after: how long the letter waits before it is sent."""
    officers = people_with_role(council_id, Role.PLACEMENT_OFFICER.value)
    _tell(officers, key, subject, body, after)


def tell_people_of(organisation_id: UUID, role: Role, *, key: str, subject: str, body: str) -> None:
    """To everybody of an organisation who holds a role. The same key reaches each of them once."""
    _tell(people_with_role(organisation_id, role.value), key, subject, body)


def tell_invited(competition_id: UUID, *, key: str, subject: str, body: str) -> int:
    """To every bid manager of every provider invited, each once. Returns how many letters."""
    invited = Invitation.objects.filter(competition_id=competition_id).values_list("provider_id", flat=True)
    return tell_providers(set(invited), key=key, subject=subject, body=body)


def tell_providers(organisation_ids: Iterable[UUID], *, key: str, subject: str, body: str) -> int:
    """To every bid manager of these providers: four statements, however many they are."""
    people = people_with_role_in(organisation_ids, Role.BID_MANAGER.value)
    _tell(people, key, subject, body)
    return len(people)


def _tell(people: list[PersonRow], key: str, subject: str, body: str, after: timedelta | None = None) -> None:
    letters = (
        Letter(
            f"{key}:{person.id}",
            person.email,
            subject,
            f"Hello {person.name},\n\n{body}\n\n{settings.PUBLIC_ADDRESS}/home/\n",
        )
        for person in people
    )
    queue_messages(letters, after=after)
