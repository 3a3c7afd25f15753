"""A purchasing system as its councils see it, and what may still be changed (P1-P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.market.models import Category, EntryChange, FirstReferral, Notice, Partner, PeriodChange
from fairplace.dps.market.permissions import check_may_run_system
from fairplace.dps.market.queries.entry import entries
from fairplace.dps.market.queries.the_system import PartnerRow, SystemRow, partners, systems
from fairplace.dps.market.rules.entry import Entry
from fairplace.dps.market.rules.period import PeriodStanding, period_standing
from fairplace.dps.market.rules.regimes import Regime, regime_of
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category that the notice names, and who may join it now. referred: its first referral has been published."""

    id: UUID
    code: str
    name: str
    entry: Entry
    referred: bool


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
    """For the councils that the system's notice names. NotThere for everybody else. Seven statements."""
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
        categories=_categories(system_id, at),
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


def _categories(system_id: UUID, at: datetime) -> tuple[CategoryEntry, ...]:
    entry_now = entries(at, system_id)
    referred = set(FirstReferral.objects.filter(category__system_id=system_id).values_list("category_id", flat=True))
    return tuple(
        CategoryEntry(id_, code, name, entry_now[id_], id_ in referred)
        for id_, code, name in Category.objects.filter(system_id=system_id)
        .order_by("position")
        .values_list("id", "code", "name")
    )


def _changes(system_id: UUID) -> tuple[ChangeRow, ...]:
    """The newest first."""
    rows = [
        ChangeRow(at, _period_said(kind, ends_on), because, by or "Fairplace support", reference)
        for at, kind, ends_on, because, by, reference in PeriodChange.objects.filter(system_id=system_id).values_list(
            "at", "kind", "ends_on", "because", "by__name", "notice__reference"
        )
    ]
    rows += [
        ChangeRow(at, f"{name}: {_entry_said(became, until)}", because, by or "Fairplace support", reference)
        for at, name, became, until, because, by, reference in EntryChange.objects.filter(
            category__system_id=system_id
        ).values_list("at", "category__name", "became", "until", "because", "by__name", "notice_reference")
    ]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _period_said(kind: str, ends_on: date) -> str:
    words = {"extended": "Period extended to", "shortened": "Period shortened to", "ended": "System ended early, on"}
    return f"{words[kind]} {ends_on.day} {ends_on:%B %Y}"


def _entry_said(became: str, until: date | None) -> str:
    if until is None:
        return "open again"
    day = f"{until.day} {until:%B %Y}"
    return f"closed until {day}" if became == "closed" else f"first applications assessed together until {day}"
