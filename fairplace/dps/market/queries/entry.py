"""Whether providers may apply for a category, and whether referrals of it may be published (P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.market.models import EntryChange
from fairplace.dps.market.queries.the_system import SystemRow, the_system
from fairplace.dps.market.rules.entry import Entry, EntryChanged, entry_on, latest_reopening, reopened_on
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

__all__ = ["CategoryEntry", "Entry", "category_entries", "entries", "entry_of", "reopen_by", "reopenings"]


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category that the notice names, and who may join it now. referred: its first referral has been published."""

    id: UUID
    code: str
    name: str
    entry: Entry
    referred: bool


_ENTRY = """
    SELECT k.id, k.code, k.name, f.at IS NOT NULL, s.begins_on, s.ends_on, e.became, e.until
      FROM market_category k
      JOIN market_purchasingsystem s ON s.id = k.system_id
      LEFT JOIN market_firstreferral f ON f.category_id = k.id
      LEFT JOIN LATERAL (
           SELECT became, until FROM market_entrychange WHERE category_id = k.id ORDER BY at DESC, id DESC LIMIT 1
      ) e ON true
     WHERE {} ORDER BY k.position
"""


def entry_of(category_id: UUID, at: datetime) -> Entry:
    """The entry of one category at that moment. NotThere when there is none. One statement."""
    for row in _entries("k.id = %s", category_id, at):
        return row.entry
    raise NotThere


def entries(at: datetime, system_id: UUID | None = None) -> dict[UUID, Entry]:
    """The entry of every category of a system (the one worked in), in the order of its notice."""
    return {row.id: row.entry for row in category_entries(system_id or the_system().id, at)}


def category_entries(system_id: UUID, at: datetime) -> list[CategoryEntry]:
    """The categories that the system's notice names, in its order, each with its entry. One statement."""
    return _entries("k.system_id = %s", system_id, at)


def reopenings(category_id: UUID, today: date) -> tuple[date, ...]:
    """The days on which a category opened again after it had been closed."""
    rows = EntryChange.objects.filter(category_id=category_id).order_by("at", "id")
    return reopened_on(
        (
            (became, until, at.astimezone(LONDON).date())
            for became, until, at in rows.values_list("became", "until", "at")
        ),
        today,
    )


def reopen_by(system: SystemRow, category_id: UUID, at: datetime) -> date:
    """The last day on which the category, were it closed now, must be open again under the system's regime."""
    today = at.astimezone(LONDON).date()
    regime = regime_of(system.regime)
    return latest_reopening(regime, today, system.begins_on, system.ends_on, reopenings(category_id, today))


def _entries(which: str, key: UUID, at: datetime) -> list[CategoryEntry]:
    day = at.astimezone(LONDON).date()
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY.format(which), [key])
        return [
            CategoryEntry(
                id_,
                code,
                name,
                entry_on(
                    day, begins_on=begins_on, ends_on=ends_on, newest=EntryChanged(became, until) if became else None
                ),
                referred,
            )
            for id_, code, name, referred, begins_on, ends_on, became, until in cursor.fetchall()
        ]
