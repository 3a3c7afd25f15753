"""A purchasing system as its councils see it, and what may still be changed (P1-P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.market.models import Notice, Partner
from fairplace.dps.market.permissions import check_may_run_system
from fairplace.dps.market.queries.entry import CategoryEntry, category_entries
from fairplace.dps.market.queries.the_system import PartnerRow, SystemRow, partners, systems
from fairplace.dps.market.rules.period import PeriodStanding, period_standing
from fairplace.dps.market.rules.regimes import Regime, regime_of
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class NoticeRow:
    title: str
    reference: str
    about: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of the period or of a category's entry. what: in words."""

    at: datetime
    what: str
    because: str
    by: str
    notice: str


@dataclass(frozen=True, slots=True)
class SystemPage:
    """may_run: the reader may change what the regime lets be changed. worked_in: referrals go through this one."""

    system: SystemRow
    regime: Regime
    worked_in: bool
    may_run: bool
    period: PeriodStanding
    categories: tuple[CategoryEntry, ...]
    partners: tuple[PartnerRow, ...]
    notices: tuple[NoticeRow, ...]
    changes: tuple[ChangeRow, ...]

    def category(self, category_id: UUID) -> CategoryEntry:
        """NotThere when the system has no such category."""
        for row in self.categories:
            if row.id == category_id:
                return row
        raise NotThere


def system_page(actor: Actor, system_id: UUID, at: datetime) -> SystemPage:
    """For the councils that the system's notice names. NotThere for everybody else. Five statements."""
    every = systems()
    system = next((row for row in every if row.id == system_id), None)
    if system is None:
        raise NotThere
    councils = partners(system_id)
    if not actor.is_operator and actor.organisation_id not in {row.council_id for row in councils}:
        raise NotThere
    regime = regime_of(system.regime)
    return SystemPage(
        system=system,
        regime=regime,
        worked_in=every[0].id == system_id,
        may_run=_may_run(actor, system.lead_id),
        period=period_standing(
            regime, today=at.astimezone(LONDON).date(), begins_on=system.begins_on, ends_on=system.ends_on
        ),
        categories=tuple(category_entries(system_id, at)),
        partners=tuple(councils),
        notices=tuple(
            NoticeRow(title, reference, about, when, by or "Fairplace support")
            for title, reference, about, when, by in Notice.objects.filter(system_id=system_id)
            .order_by("-at", "-id")
            .values_list("title", "reference", "about", "at", "by__name")
        ),
        changes=_changes(system_id),
    )


def systems_of(actor: Actor) -> list[SystemRow]:
    """Those whose notice names the actor's council, the one worked in first; all for those who run Fairplace."""
    named = set(Partner.objects.filter(council_id=actor.organisation_id).values_list("system_id", flat=True))
    return [row for row in systems() if actor.is_operator or row.id in named]


def _may_run(actor: Actor, lead_id: UUID) -> bool:
    try:
        check_may_run_system(actor, lead_id)
    except NotThere:
        return False
    return True


_CHANGES = """
    SELECT c.at, c.name, c.kind, c.day, c.because, coalesce(p.name, 'Fairplace support'), c.reference FROM (
        SELECT h.at, '' AS name, h.kind, h.ends_on AS day, h.because, h.by_id, n.reference
          FROM market_periodchange h JOIN market_notice n ON n.id = h.notice_id WHERE h.system_id = %(system)s
         UNION ALL
        SELECT e.at, k.name, e.became, e.until, e.because, e.by_id, e.notice_reference
          FROM market_entrychange e JOIN market_category k ON k.id = e.category_id WHERE k.system_id = %(system)s
    ) c LEFT JOIN organisations_person p ON p.id = c.by_id ORDER BY c.at DESC
"""


def _changes(system_id: UUID) -> tuple[ChangeRow, ...]:
    """The newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"system": system_id})
        return tuple(
            ChangeRow(at, f"{name}: {_entry_said(kind, day)}" if name else _period_said(kind, day), because, by, notice)
            for at, name, kind, day, because, by, notice in cursor.fetchall()
        )


def _period_said(kind: str, ends_on: date) -> str:
    words = {"extended": "Period extended to", "shortened": "Period shortened to", "ended": "System ended early, on"}
    return f"{words[kind]} {ends_on.day} {ends_on:%B %Y}"


def _entry_said(became: str, until: date | None) -> str:
    if until is None:
        return "open again"
    day = f"{until.day} {until:%B %Y}"
    return f"closed until {day}" if became == "closed" else f"first applications assessed together until {day}"
