"""What waits for whoever administers an organisation's people, for their list of tasks (X1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fairplace.dps.organisations.queries.role_changes import WaitingChange, waiting_changes
from fairplace.dps.organisations.queries.support import AccessRow, live_access
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PeopleWaiting:
    """Powerful roles that the actor may agree to, and support that may look on now, which they can end."""

    changes: tuple[WaitingChange, ...] = ()
    accesses: tuple[AccessRow, ...] = ()


_ANYTHING = """
    SELECT EXISTS (SELECT 1 FROM organisations_supportaccess a
                    WHERE a.organisation_id = %(own)s AND a.ended_at IS NULL AND a.ends_at > %(at)s)
        OR EXISTS (SELECT 1 FROM organisations_rolechange c JOIN organisations_person p ON p.id = c.person_id
                    WHERE p.organisation_id = %(own)s AND c.decided_at IS NULL)
"""


def people_waiting(actor: Actor, *, at: datetime) -> PeopleWaiting:
    """One statement where nothing waits, which is nearly always; none for whoever does not administer."""
    role = ADMINISTERS.get(str(actor.organisation_kind))
    if role is None or not actor.holds(role.value):
        return PeopleWaiting()
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING, {"own": actor.organisation_id, "at": at})
        if not cursor.fetchone()[0]:
            return PeopleWaiting()
    return PeopleWaiting(
        tuple(row for row in waiting_changes(actor) if row.may_decide), tuple(live_access(actor, at=at))
    )
