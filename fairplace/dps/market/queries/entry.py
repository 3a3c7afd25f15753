"""Whether providers may apply for a category, and whether referrals of it may be published (P4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.entry import Entry, EntryChanged, entry_on
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

__all__ = ["Entry", "entries", "entry_of"]

_ENTRY = """
    SELECT k.id, s.begins_on, s.ends_on, e.became, e.until
      FROM market_category k
      JOIN market_purchasingsystem s ON s.id = k.system_id
      LEFT JOIN LATERAL (
           SELECT became, until FROM market_entrychange WHERE category_id = k.id ORDER BY at DESC, id DESC LIMIT 1
      ) e ON true
     WHERE {} ORDER BY k.position
"""


def entry_of(category_id: UUID, at: datetime) -> Entry:
    """The entry of one category at that moment. NotThere when there is none. One statement."""
    found = _entries("k.id = %s", category_id, at)
    if category_id not in found:
        raise NotThere
    return found[category_id]


def entries(at: datetime, system_id: UUID | None = None) -> dict[UUID, Entry]:
    """The entry of every category of a system (the one worked in), in the order of its notice."""
    return _entries("k.system_id = %s", system_id or the_system().id, at)


def _entries(which: str, key: UUID, at: datetime) -> dict[UUID, Entry]:
    day = at.astimezone(LONDON).date()
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY.format(which), [key])
        return {
            id_: entry_on(
                day, begins_on=begins_on, ends_on=ends_on, newest=EntryChanged(became, until) if became else None
            )
            for id_, begins_on, ends_on, became, until in cursor.fetchall()
        }
