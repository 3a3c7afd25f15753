"""Applications that came to nothing, and since when (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.foundations import audit

# From those that were sent, and of each at once: the wall is asked about the lines that are read.
_KEPT = """
    SELECT a.id, a.reference, a.submitted_at IS NOT NULL,
           greatest(a.started_at, (SELECT max(s.at) FROM qualification_line l
                                     JOIN qualification_linestate s ON s.line_id = l.id WHERE l.application_id = a.id))
      FROM qualification_application a
     WHERE a.system_id = %(system)s AND (%(only)s::uuid[] IS NULL OR a.id = ANY(%(only)s::uuid[]))
       AND (a.submitted_at IS NULL
            OR EXISTS (SELECT FROM qualification_line l WHERE l.application_id = a.id)
               AND NOT EXISTS (SELECT FROM qualification_line l
                                WHERE l.application_id = a.id AND l.state NOT IN ('refused', 'withdrawn'))
               AND NOT EXISTS (SELECT FROM qualification_line l
                                 JOIN qualification_line later ON later.reapplies_for_id = l.id
                                WHERE l.application_id = a.id AND later.application_id <> a.id))
"""


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """sent: every line of it was refused or withdrawn, and no later line answers one of them; else it was never
    submitted. last_at: when it was begun, or its last line changed state.
    """

    id: UUID
    reference: str
    sent: bool
    last_at: datetime


def kept_applications(system_id: UUID, only: Iterable[UUID] | None = None) -> list[KeptApplication]:
    """Those of one system that were never sent, or of which nothing was accredited. For the lead authority, to which
    nothing else is told of what was never sent: a draft is behind its provider's wall.
    """
    given = {"system": system_id, "only": None if only is None else list(only)}
    with audit.over_all_organisations(), connection.cursor() as cursor:
        cursor.execute(_KEPT, given)
        return [KeptApplication(*row) for row in cursor.fetchall()]
