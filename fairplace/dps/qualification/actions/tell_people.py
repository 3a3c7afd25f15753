"""E-mails of qualification: that there is something to do, and where. Never more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from fairplace.dps.organisations.queries.people import people_holding
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.messages.queue import Letter, queue_messages


@dataclass(frozen=True, slots=True)
class Told:
    """One message for each person who holds one of the roles there. cause: what happened to what, as a key."""

    cause: str
    organisation_id: UUID
    roles: tuple[Role, ...]
    subject: str
    sentence: str
    path: str


def tell_people(
    *, cause: str, organisation_id: UUID, roles: tuple[Role, ...], subject: str, sentence: str, path: str
) -> None:
    """One cause: see Told."""
    tell_all([Told(cause, organisation_id, roles, subject, sentence, path)])


def tell_all(every: Sequence[Told]) -> None:
    """Several causes at once, in three statements however many people they are told to."""
    holding = people_holding({told.organisation_id for told in every}, {role for told in every for role in told.roles})
    queue_messages(
        Letter(
            key=f"{told.cause}:{person.id}",
            to=person.email,
            subject=told.subject,
            body=f"Dear {person.name}\n\n{told.sentence}\n\n"
            f"Read more and act: {settings.PUBLIC_ADDRESS}{told.path}\n\nFairplace",
        )
        for told in every
        for person, roles in holding
        if person.organisation_id == told.organisation_id and roles & {role.value for role in told.roles}
    )
