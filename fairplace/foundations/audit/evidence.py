"""Events as they stand in the table, for those who hand them on with their proofs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from fairplace.foundations.kernel.event_leaf import SALT_SIZE, EventRow

_STORED = """
    SELECT id, transaction::text, at, kind, actor_id, organisation_id, subject_kind, subject_id, about_id, payload,
           salt, leaf
    FROM audit_event WHERE about_id = ANY(%s) OR subject_id = ANY(%s) ORDER BY at, id
"""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """salt: None after a lawful erasure of the payload."""

    row: EventRow
    salt: bytes | None
    leaf: bytes


def stored_events(*, about: Iterable[UUID], subjects: Iterable[UUID] = ()) -> list[StoredEvent]:
    """Everything recorded about these things, or that happened to these subjects; oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [list(about), list(subjects)])
        return [
            StoredEvent(
                EventRow(
                    id=id_,
                    transaction=int(transaction),
                    at=at,
                    kind=kind,
                    actor_id=actor,
                    organisation_id=organisation,
                    subject_kind=subject_kind,
                    subject_id=subject,
                    about_id=about_id,
                    payload=json.loads(payload),
                ),
                bytes(salt) if len(salt) == SALT_SIZE else None,
                bytes(leaf),
            )
            for (
                id_, transaction, at, kind, actor, organisation, subject_kind, subject, about_id, payload, salt, leaf,
            ) in cursor.fetchall()
        ]  # fmt: skip


def entry_address(event_id: UUID) -> str:
    """The public page that says where an event stands in the record: what a letter names (T4)."""
    return f"{settings.PUBLIC_ADDRESS}/log/entry/?event={event_id}"


def event_of(subject_id: UUID, kind: str) -> UUID | None:
    """The event of this kind that happened to a thing: its number is what a letter names. None before it happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM audit_event WHERE subject_id = %s AND kind = %s ORDER BY at, id LIMIT 1", [subject_id, kind]
        )
        row = cursor.fetchone()
    return None if row is None else row[0]


def last_of_kind(subjects: Iterable[UUID], kind: str) -> dict[UUID, datetime]:
    """When this last happened to each of these things."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, max(at) FROM audit_event WHERE subject_id = ANY(%s) AND kind = %s GROUP BY subject_id",
            [list(subjects), kind],
        )
        return dict(cursor.fetchall())


def last_done(about: Iterable[UUID], *, besides: str) -> dict[UUID, datetime]:
    """When something was last done about each of these. Being read changes nothing, nor does what `besides` (the
    beginning of an event's kind, such as "custody.") tells of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT about_id, max(at) FROM audit_event WHERE about_id = ANY(%s)"
            " AND NOT starts_with(kind, %s) AND right(kind, 5) <> '_read' GROUP BY about_id",
            [list(about), besides],
        )
        return dict(cursor.fetchall())


def acts_of(actor_id: UUID) -> list[tuple[datetime, str, str, UUID]]:
    """When somebody did what to which thing, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, kind, subject_kind, subject_id FROM audit_event WHERE actor_id = %s ORDER BY at, id", [actor_id]
        )
        return [(at, kind, subject_kind, subject_id) for at, kind, subject_kind, subject_id in cursor.fetchall()]
