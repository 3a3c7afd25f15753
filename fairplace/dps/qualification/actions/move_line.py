"""The one way in which a line changes its state: the row, the column, never one without the other (A1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.qualification.models import Line, LineState
from fairplace.dps.qualification.rules.lifecycle import LineStanding, may_become
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused


def move_line(line: Line, standing: LineStanding, *, actor: Actor, at: datetime, because: str = "") -> None:
    """The caller holds the line locked, records the event, and saves nothing else of the state itself."""
    now = LineStanding(line.state)
    if not may_become(now, standing):
        raise Refused(f"This line is now “{now.label}”, so it cannot become “{standing.label}”.")
    line.state = standing.value
    line.save(update_fields=["state"])
    LineState.objects.create(
        line=line, came_from=now.value, became=standing.value, at=at, by_id=actor.person_id, because=because
    )


_SEND = """
    WITH sent AS (UPDATE qualification_line SET state = %(became)s WHERE id = ANY(%(lines)s) RETURNING id)
    INSERT INTO qualification_linestate (id, line_id, came_from, became, at, by_id, because)
    SELECT given.id, sent.id, %(draft)s, %(became)s, %(at)s, %(by)s, ''
      FROM sent JOIN unnest(%(ids)s::uuid[], %(lines)s::uuid[]) AS given(id, line_id) ON given.line_id = sent.id
"""


def send_lines(line_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> None:
    """Every draft line of an application at once, in one statement. The caller holds them locked, as drafts."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SEND,
            {
                "lines": list(line_ids),
                "ids": [new_id() for _ in line_ids],
                "draft": LineStanding.DRAFT.value,
                "became": LineStanding.APPLIED.value,
                "at": at,
                "by": actor.person_id,
            },
        )


def begin_line(line: Line, *, actor: Actor, at: datetime) -> None:
    """The first row of a line that was just made."""
    LineState.objects.create(line=line, came_from="", became=line.state, at=at, by_id=actor.person_id)
