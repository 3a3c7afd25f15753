"""What this opener will be needed for, soonest first (C2)."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.competitions.queries.openings import OpeningRow, opening_key_made_at, openings_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.OPENER})
def to_open(request: PageRequest) -> HttpResponse:
    rows = openings_of(request.actor)
    return render(
        request,
        "web/council/opening/to_open.jinja",
        rows=[(row, status_of(row, closed=row.closes_at <= request.now)) for row in rows],
        key_made_at=opening_key_made_at(request.actor),
        ready=sum(1 for row in rows if _needs_this_key(row, closed=row.closes_at <= request.now)),
    )


def _needs_this_key(row: OpeningRow, *, closed: bool) -> bool:
    mine = row.mine
    return closed and not (row.opened_at or mine.turned_at or mine.has_interest)


def status_of(row: OpeningRow, *, closed: bool) -> Status:
    """What it waits for, from where this opener stands."""
    if row.opened_at:
        return Status("Opened", "good")
    if row.mine.has_interest:
        return Status("You take no part", "quiet")
    if row.mine.turned_at:
        return Status("Waiting for a second opener", "waiting")
    if row.mine.has_interest is None:
        return Status("Declare your interests", "active")
    if not closed:
        return Status("Waiting for the closing time", "waiting")
    return Status("Your key finishes it" if row.turned else "Your key is needed", "active")
