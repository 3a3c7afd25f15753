"""Letters that say there is something to see, and where: never anything about a child."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from fairplace.dps.organisations.queries.people import PersonRow, people_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.messages.queue import Letter, queue_messages


def tell_provider(organisation_id: UUID, *, key: str, subject: str, body: str) -> None:
    """To every bid manager of the provider, in the running transaction."""
    _tell(people_with_role(organisation_id, Role.BID_MANAGER.value), key, subject, body)


def tell_officers(council_id: UUID, *, key: str, subject: str, body: str) -> None:
    """To every placement officer of the council."""
    _tell(people_with_role(council_id, Role.PLACEMENT_OFFICER.value), key, subject, body)


def _tell(people: list[PersonRow], key: str, subject: str, body: str) -> None:
    queue_messages(
        Letter(
            f"{key}:{person.id}",
            person.email,
            subject,
            f"Hello {person.name},\n\n{body}\n\n{settings.PUBLIC_ADDRESS}/home/\n",
        )
        for person in people
    )
