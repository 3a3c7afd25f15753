"""Reading the events back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.foundations.kernel.event_leaf import Json


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event, as a timeline shows it. Whoever asks decides first who may see it."""

    id: UUID
    at: datetime
    kind: str
    actor_id: UUID | None
    organisation_id: UUID | None
    subject_kind: str
    subject_id: UUID
    payload: Mapping[str, Json]


_TIMELINE = """
    SELECT id, at, kind, actor_id, organisation_id, subject_kind, subject_id, payload
    FROM audit_event WHERE about_id = %s ORDER BY at, id
"""


def timeline(*, about: UUID) -> list[TimelineRow]:
    """Everything recorded about one thing (usually a referral), oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_TIMELINE, [about])
        return [_row(columns) for columns in cursor.fetchall()]


def _row(columns: tuple[Any, ...]) -> TimelineRow:
    id_, at, kind, actor_id, organisation_id, subject_kind, subject_id, payload = columns
    return TimelineRow(id_, at, kind, actor_id, organisation_id, subject_kind, subject_id, payload=json.loads(payload))
