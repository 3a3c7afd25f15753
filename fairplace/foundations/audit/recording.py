"""Writing down what happened, in the transaction in which it happens."""

import json
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils.module_loading import import_string

from fairplace.foundations.audit import events
from fairplace.foundations.audit.vocabulary import UndeclaredKind, declared
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.event_leaf import SALT_SIZE, EventRow, leaf_of, plain
from fairplace.foundations.kernel.identifiers import new_id

RecordedEvent = EventRow


class Subject(NamedTuple):
    """What an event happened to, where no model instance is at hand."""

    kind: str
    id: UUID


class Reaction(Protocol):
    """What a later area does about an earlier area's event, in the same transaction (config/reactions.py)."""

    def __call__(self, *, actor: Actor, event: RecordedEvent) -> None: ...


_INSERT = """
    INSERT INTO audit_event (id, transaction, at, kind, actor_id, organisation_id, subject_kind, subject_id,
                             about_id, payload, salt, leaf)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""


def record(
    *,
    actor: Actor,
    kind: str,
    subject: Model | Subject,
    about: Model | UUID | None = None,
    event_id: UUID | None = None,
    **payload: object,
) -> UUID:
    """Record one event and run the reactions to it. Returns its identifier.

    `about` is what its timeline belongs to (usually the referral); without it, the subject itself.
    `event_id`: an identifier made before, by what the event commits to and is named in.
    The payload must never hold personal data of a child: the log is kept for good and shown to others.
    Raises UndeclaredKind, and RuntimeError outside a transaction: an event alone would tell of nothing.
    """
    if kind not in declared():
        raise UndeclaredKind(f"No area declares the event {kind!r} in its events.py.")
    if not connection.in_atomic_block:
        raise RuntimeError(f"The event {kind} must be recorded in the transaction of what it tells of.")
    about_what = _subject(subject)
    payload_as_stored = plain(payload)
    assert isinstance(payload_as_stored, dict)
    salt = secrets.token_bytes(SALT_SIZE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fairplace_now(), pg_current_xact_id()::text")
        at, transaction = cursor.fetchone()
        event = RecordedEvent(
            id=event_id or new_id(),
            transaction=int(transaction),
            at=at,
            kind=kind,
            actor_id=actor.person_id,
            organisation_id=actor.organisation_id,
            subject_kind=about_what.kind,
            subject_id=about_what.id,
            about_id=_about(about, about_what),
            payload=payload_as_stored,
        )
        cursor.execute(
            _INSERT,
            [
                event.id,
                transaction,
                event.at,
                event.kind,
                event.actor_id,
                event.organisation_id,
                event.subject_kind,
                event.subject_id,
                event.about_id,
                json.dumps(event.payload),
                salt,
                leaf_of(event, salt),
            ],
        )
    for react in _reactions().get(kind, ()):
        react(actor=actor, event=event)
    return event.id


def read_recorded(
    *, actor: Actor, subject: Model | Subject, fields: Sequence[str], about: Model | UUID | None = None
) -> UUID:
    """Record that somebody read these fields of a child's data (R1). The values themselves stay out."""
    return record(actor=actor, kind=events.CHILD_DATA_READ, subject=subject, about=about, fields=sorted(fields))


def _subject(subject: Model | Subject) -> Subject:
    if isinstance(subject, Subject):
        return subject
    if not isinstance(subject.pk, UUID):
        raise TypeError(f"{subject._meta.label} cannot be the subject of an event: its key is no UUID.")
    return Subject(subject._meta.label_lower, subject.pk)


def _about(about: Model | UUID | None, subject: Subject) -> UUID:
    if about is None:
        return subject.id
    return about if isinstance(about, UUID) else _subject(about).id


@cache
def _reactions() -> Mapping[str, Sequence[Reaction]]:
    table = getattr(settings, "FAIRPLACE_REACTIONS", None)
    found: Mapping[str, Sequence[Reaction]] = import_string(table) if table else {}
    return found
