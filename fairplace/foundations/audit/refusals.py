"""Tries to reach what is not one's own: counted where those who run the system look, and a line in the log (A1)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairplace.foundations.kernel.actor import Actor

MANY_AN_HOUR = 30
"""Ours: from so many in one hour by one person somebody should look."""
KEPT_DAYS = 90
security = logging.getLogger("fairplace.security")

_COUNT = """
    INSERT INTO audit_refusal (hour, person_id, organisation_id, page)
    VALUES (date_trunc('hour', fairplace_now()), %s, %s, %s)
    ON CONFLICT (hour, person_id, page) DO UPDATE SET times = audit_refusal.times + 1
"""
_BY_ORGANISATION = """
    WITH hours AS (
        SELECT hour, organisation_id, person_id, sum(times) AS times FROM audit_refusal
         WHERE hour > fairplace_now() - interval '24 hours' GROUP BY hour, organisation_id, person_id
    )
    SELECT h.organisation_id, count(DISTINCT h.person_id), sum(h.times), max(h.times)
      FROM hours h GROUP BY h.organisation_id ORDER BY max(h.times) DESC, sum(h.times) DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """The last 24 hours. organisation_id None: without an account. most: by one person in one hour."""

    organisation_id: UUID | None
    people: int
    times: int
    most: int

    @property
    def many(self) -> bool:
        return self.most >= MANY_AN_HOUR


def note_refusal(actor: Actor, *, method: str, page: str) -> None:
    """page: the pattern of the address, without what stood in it. In a transaction of its own, after the page's."""
    security.warning("Refused: %s %s to %s of %s", method, page, actor.person_id, actor.organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [actor.person_id, actor.organisation_id, page[:200]])


def refusals_lately() -> list[RefusalRow]:
    """By organisation, the most striking first."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ORGANISATION)
        return [RefusalRow(organisation, people, int(times), int(most)) for organisation, people, times, most in cursor]


def forget_old_refusals() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audit_refusal WHERE hour < fairplace_now() - make_interval(days => %s)", [KEPT_DAYS]
        )
