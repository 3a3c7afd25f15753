"""The system for everyone who works in it: its law, its period, who may join, which councils (P1, P2, P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.market.queries.entry import CategoryEntry
from fairplace.dps.market.queries.system_page import SystemPage, system_page, systems_of
from fairplace.dps.market.queries.the_system import SystemRow
from fairplace.dps.market.rules.exclusion_grounds import Ground, grounds_of, whose_events_count
from fairplace.dps.market.rules.regimes import Basis, regime_of
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.web.components.formats import counted, day
from fairplace.web.components.rows import Fact, Status, TimelineEntry
from fairplace.web.page import Audience, PageRequest, page, render

BASIS: dict[Basis, Status | None] = {
    "law": None,
    "cautious": Status("Our careful reading", "waiting"),
    "default": Status("Our default", "neutral"),
}
ACTS = {
    "establish": "Setting the system up",
    "change-period": "Changing the period",
    "end": "Ending it",
    "modify": "Adding a council or a category",
    "award": "Each award",
}
STANDINGS = {
    "lead": Status("Lead", "active"),
    "partner": Status("Partner", "neutral"),
    "associate": Status("Associate", "quiet"),
}


@dataclass(frozen=True, slots=True)
class ShownSystem:
    """One line of the list of systems."""

    row: SystemRow
    regime_name: str
    status: Status


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """Who may join one category; may_change: the regime and the category's history leave something to change."""

    row: CategoryEntry
    status: Status
    note: str
    may_change: bool


@page(Audience.COUNCIL)
def show_systems(request: PageRequest) -> HttpResponse:
    """Every system whose notice names this council; the one that referrals go through comes first."""
    today = request.now.astimezone(LONDON).date()
    rows = systems_of(request.actor)
    shown = [
        ShownSystem(row, regime_of(row.regime).name, system_status(row, today, worked_in=number == 0))
        for number, row in enumerate(rows)
    ]
    return render(request, "web/council/market/systems.jinja", shown=shown)


@page(Audience.COUNCIL)
def show_system(request: PageRequest, system_id: UUID) -> HttpResponse:
    found = system_page(request.actor, system_id, request.now)
    today = request.now.astimezone(LONDON).date()
    return render(
        request,
        "web/council/market/system.jinja",
        page=found,
        status=system_status(found.system, today, worked_in=found.worked_in),
        period=_period(found),
        entries=[_entry(found, row) for row in found.categories],
        standings=STANDINGS,
        changes=[
            TimelineEntry(
                at=change.at,
                title=change.what,
                by=change.by,
                text=f"{change.because}\nNotice {change.notice}" if change.notice else change.because,
            )
            for change in found.changes
        ],
    )


@page(Audience.COUNCIL)
def show_rules(request: PageRequest, system_id: UUID) -> HttpResponse:
    """The regime in plain words, each rule with its source."""
    found = system_page(request.actor, system_id, request.now)
    return render(request, "web/council/market/system_rules.jinja", page=found, basis=BASIS, acts=ACTS)


@page(Audience.COUNCIL)
def show_grounds(request: PageRequest, system_id: UUID) -> HttpResponse:
    """Every ground for exclusion, as providers are asked, with how long it counts."""
    found = system_page(request.actor, system_id, request.now)
    grounds = grounds_of(found.regime.code)
    return render(
        request,
        "web/council/market/system_grounds.jinja",
        page=found,
        whose=whose_events_count(found.regime.code),
        groups=[
            (heading, kind, list(rows))
            for (heading, kind), rows in groupby(grounds, lambda one: (one.heading, one.kind))
        ],
        how_long=how_long,
        total=len(grounds),
    )


def how_long(ground: Ground) -> str:
    """How long a ground of this group counts and what ends it."""
    if ground.look_back_years is None:
        return f"Counts until it is paid, or paying is bindingly agreed ({ground.look_back_reference})."
    since = "when the council knew, or should have known" if ground.from_knowledge else f"the {ground.counted_from}"
    words = f"Counts for {counted(ground.look_back_years, 'year')} from {since} ({ground.look_back_reference})."
    return f"{words} A provider may show that it has put things right." if ground.self_cleaning else words


def _entry(found: SystemPage, row: CategoryEntry) -> ShownEntry:
    plain = row.entry.open and not row.entry.initial_evaluation_until
    note = f"Until {day(found.system.ends_on)}" if plain else row.entry.sentence
    return ShownEntry(
        row, entry_status(row), note, may_change=not (plain and row.referred) or found.regime.entry == "reopens"
    )


def system_status(row: SystemRow, today: date, *, worked_in: bool) -> Status:
    if today > row.ends_on:
        return Status("Over", "quiet")
    if today < row.begins_on:
        return Status("Not begun", "waiting")
    return Status("In use", "good") if worked_in else Status("Set up, not used for referrals", "neutral")


def entry_status(row: CategoryEntry) -> Status:
    if row.entry.initial_evaluation_until:
        return Status("Open, no referrals yet", "waiting")
    return Status("Open", "good") if row.entry.open else Status("Closed", "bad")


def _period(found: SystemPage) -> list[Fact]:
    system, standing = found.system, found.period
    change = reverse("council:market:change_period", args=[system.id])
    return [
        Fact("First day", day(system.begins_on)),
        Fact(
            "Last day",
            day(system.ends_on),
            change_href=change if found.may_run and standing.may_change else "",
        ),
        Fact("Latest the law allows", day(standing.latest) if standing.latest else "The law sets no limit"),
        Fact("Terms", f"Version {system.terms_version}"),
    ]
