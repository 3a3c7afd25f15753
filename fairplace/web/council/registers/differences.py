"""Where a public register and the system differ about an establishment: closed, sold, judged anew (X4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.actions.look_at_difference import look_at_difference
from fairplace.dps.organisations.queries.register_differences import DifferenceRow, register_differences
from fairplace.dps.organisations.rules.register_differences import Kind
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import day
from fairplace.web.components.lists import read_paging, remembered_filters
from fairplace.web.components.rows import Fact, Status, Tone
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render

_TONES: dict[Kind, Tone] = {
    Kind.CLOSED: "bad",
    Kind.NOT_IN_ORDER: "bad",
    Kind.OWNER: "warning",
    Kind.CLAIMED: "warning",
    Kind.RATING: "warning",
    Kind.MISSING: "neutral",
}


class DifferenceFilters(forms.Form):
    """What people ask of the list."""

    what = fields.Select(
        "What differs",
        choices=[(k.value, k.label) for k in Kind],
        empty="Anything",
        required=False,
        mark_optional=False,
    )
    looked = fields.Select(
        "Looked at",
        choices=[("no", "Not yet"), ("yes", "Looked at")],
        empty="Either",
        required=False,
        mark_optional=False,
    )
    words = fields.Text("Place, provider or URN", required=False, mark_optional=False)


@page(Audience.COUNCIL, roles=DESK)
def differences(request: PageRequest) -> HttpResponse:
    every = register_differences(request.actor, the_system().lead_id)
    filters, rows = _asked_for(request, every)
    paging = read_paging(request, len(rows))
    return render(
        request,
        "web/council/registers/differences.jinja",
        paging=paging,
        filters=filters,
        rows=[(row, _status(row)) for row in rows[paging.slice]],
        waiting=sum(row.look is None for row in every),
        any_at_all=bool(every),
    )


@page(Audience.COUNCIL, roles=DESK)
def export(request: PageRequest) -> HttpResponse:
    """The list as it was last filtered."""
    _, rows = _asked_for(request, register_differences(request.actor, the_system().lead_id))
    return _sheet(rows)


def _asked_for(request: PageRequest, every: list[DifferenceRow]) -> tuple[DifferenceFilters, list[DifferenceRow]]:
    """Without a filter, those that nobody has looked at yet; the gravest and oldest on top."""
    filters = remembered_filters(request, "council.differences", DifferenceFilters, usual="looked=no")
    asked = filters.cleaned_data if filters.is_valid() else {}
    order = list(Kind)
    rows = sorted(
        (row for row in every if _matches(row, asked)),
        key=lambda row: (order.index(row.difference.kind), row.difference.since, row.establishment),
    )
    return filters, rows


class LookForm(forms.Form):
    """What was found out."""

    note = fields.LongText(
        "What did you find out, and what did you do about it?",
        hint="It stands in the record. The difference is then settled until the register says something else.",
        max_words=200,
        missing="Say what you found out, and what you did about it",
    )


@page(Audience.COUNCIL, roles=DESK)
def look(request: PageRequest, establishment_id: UUID, code: str) -> HttpResponse:
    lead_id = the_system().lead_id
    rows = register_differences(request.actor, lead_id, establishment_id)
    row = next((one for one in reversed(rows) if one.difference.kind.value == code), None)
    if row is None:
        raise NotThere
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"establishment_id": establishment_id, "code": code, "note": form.cleaned_data["note"]}
        try:
            look_at_difference(actor=request.actor, lead_id=lead_id, at=request.now, **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Written down for {row.establishment}.")
            return redirect("council:registers:differences")
    return render(
        request,
        "web/council/registers/look.jinja",
        row=row,
        form=form,
        status=_status(row),
        facts=[
            Fact("Provider", row.provider),
            Fact("URN", row.urn),
            Fact("The register says", row.difference.register_says, note=row.register),
            Fact("We have", row.difference.ours),
            Fact("Since", day(row.difference.since), note="At the latest: the day of the register, or of our import."),
            Fact("What to do", row.difference.kind.to_do),
            *([Fact("Looked at", row.look.note, note=f"{row.look.by}, {day(row.look.at)}")] if row.look else []),
        ],
    )


def _matches(row: DifferenceRow, asked: dict[str, Any]) -> bool:
    if asked.get("what") and row.difference.kind.value != asked["what"]:
        return False
    if asked.get("looked") and (row.look is not None) != (asked["looked"] == "yes"):
        return False
    words = (asked.get("words") or "").casefold()
    return not words or any(words in name.casefold() for name in (row.establishment, row.provider, row.urn))


def _sheet(rows: list[DifferenceRow]) -> HttpResponse:
    heads = ["Place", "Provider", "URN", "What differs", "The register says", "We have", "Since", "Looked at"]
    return as_spreadsheet(
        "register-differences",
        heads,
        [
            (
                *(row.establishment, row.provider, row.urn, row.difference.kind.label, row.difference.register_says),
                *(row.difference.ours, row.difference.since.isoformat(), _looked(row)),
            )
            for row in rows
        ],
    )


def _looked(row: DifferenceRow) -> str:
    at: datetime | None = row.look.at if row.look else None
    return f"{day(at)}: {row.look.note}" if at and row.look else ""


def _status(row: DifferenceRow) -> Status:
    return Status(row.difference.kind.label, "quiet" if row.look else _TONES[row.difference.kind])
