"""E-mails of qualification: that there is something to do, and where. Never more than that."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from fairplace.dps.organisations.queries.people import people_with_roles
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.messages.queue import Letter, queue_messages


def tell_people(
    *, cause: str, organisation_id: UUID, roles: tuple[Role, ...], subject: str, sentence: str, path: str
) -> None:
    """One message for each person who holds one of the roles there. cause: what happened to what, as a key."""
    queue_messages(
        Letter(
            key=f"{cause}:{person.id}",
            to=person.email,
            subject=subject,
            body=f"Dear {person.name}\n\n{sentence}\n\nRead more and act: {settings.PUBLIC_ADDRESS}{path}\n\nFairplace",
        )
        for person in people_with_roles([organisation_id], roles)
    )
