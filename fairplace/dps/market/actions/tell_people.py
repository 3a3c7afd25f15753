"""E-mails about drafts: that it is somebody's turn, and where. Never more than that."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from fairplace.dps.organisations.queries.people import PersonRow, people_with_roles
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.messages.queue import Letter, queue_messages


def tell_councils(
    *, cause: str, council_ids: Iterable[UUID], roles: tuple[Role, ...], subject: str, sentence: str, path: str
) -> None:
    """One message for each person who holds one of the roles there. cause: what happened to what, as a key."""
    tell(people_with_roles(council_ids, roles), cause=cause, subject=subject, sentence=sentence, path=path)


def tell(people: Iterable[PersonRow], *, cause: str, subject: str, sentence: str, path: str) -> None:
    """One message for each of these people."""
    queue_messages(
        Letter(
            key=f"{cause}:{person.id}",
            to=person.email,
            subject=subject,
            body=f"Dear {person.name}\n\n{sentence}\n\nRead more and act: {settings.PUBLIC_ADDRESS}{path}\n\nFairplace",
        )
        for person in people
    )
