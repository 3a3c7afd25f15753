"""Applications by the time left to decide them (Q13): filtered, paged, exported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.queries.categories import categories
from fairplace.dps.qualification.queries.evaluators import possible_evaluators
from fairplace.dps.qualification.queries.lead_queue import (
    QueueFilters,
    QueuePage,
    QueueRow,
    applications_queue,
    queue_areas,
)
from fairplace.dps.qualification.rules.clock import days_left, left_in_words
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON, end_of_working_day
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import sentence
from fairplace.web.components.lists import Paging, read_paging, remembered_filters
from fairplace.web.components.rows import Status
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render

_STAGES = {
    "assess": Status("To assess", "active"),
    "release": Status("To release", "active"),
    "held": Status("Held for the round", "waiting"),
    "sign": Status("To sign", "waiting"),
    "done": Status("Decided", "quiet"),
}
_MOVES = {
    "lead": "The lead’s desk",
    "evaluators": "Evaluators",
    "second": "A second person",
    "provider": "The provider",
    "signatory": "Who signs for the lead",
    "round": "The round",
}
_LEFT = {"late": "Late", "2": "2 working days or less", "5": "3 to 5 working days", "more": "More than 5"}


class QueueForm(forms.Form):
    """What people ask of the queue."""

    words = fields.Text("Provider, place or reference", required=False, mark_optional=False)
    stage = fields.Select(
        "Stage",
        choices=[(code, status.text) for code, status in _STAGES.items()],
        empty="Any",
        required=False,
        mark_optional=False,
    )
    move = fields.Select("Whose move", choices=_MOVES.items(), empty="Any", required=False, mark_optional=False)
    left = fields.Select("Time left", choices=_LEFT.items(), empty="Any", required=False, mark_optional=False)
    category = fields.Select("Category", empty="Any", required=False, mark_optional=False)
    area = fields.Select("Council area", empty="Any", required=False, mark_optional=False)
    evaluator = fields.Select("Evaluator", empty="Any", required=False, mark_optional=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "category": [(row.code, row.name) for row in categories() if row.filled],
            "area": [(area, area) for area in queue_areas()],
            "evaluator": [(str(one.id), f"{one.name}, {one.organisation}") for one in possible_evaluators()],
        }
        for name, offered in choices.items():
            self.fields[name].set_choices(offered)  # type: ignore[attr-defined]

    def asked(self) -> QueueFilters:
        """As the query takes them; nothing asked where the form is empty or wrong."""
        if not self.is_bound or not self.is_valid():
            return QueueFilters()
        said = {name: value or "" for name, value in self.cleaned_data.items()}
        evaluator = said.pop("evaluator")
        return QueueFilters(**said, evaluator=UUID(evaluator) if evaluator else None)


@dataclass(frozen=True, slots=True)
class ShownApplication:
    """One row. left: working days until the decision is due, in words."""

    row: QueueRow
    status: Status
    moves: str
    decide_at: datetime
    left: str


@page(Audience.COUNCIL, roles=DESK)
def queue(request: PageRequest) -> HttpResponse:
    """The lead's. A partner's officers, whose first page this is by their role, find what waits for them instead."""
    form = remembered_filters(request, "council.applications", QueueForm)
    today = request.now.astimezone(LONDON).date()
    try:
        found, paging = _read(request, form.asked(), today)
    except NotThere:
        return redirect("council:agreements:to_sign")
    return render(
        request,
        "web/council/applications/queue.jinja",
        paging=paging,
        filters=form,
        page=found,
        rows=[_shown(row, today) for row in found.rows],
        export_href=reverse("council:applications:export"),
    )


@page(Audience.COUNCIL, roles=DESK)
def export(request: PageRequest) -> HttpResponse:
    """What the queue shows, with the same filters, in one file: one row for each place."""
    form = remembered_filters(request, "council.applications", QueueForm)
    today = request.now.astimezone(LONDON).date()
    found = applications_queue(request.actor, form.asked(), today, limit=None)
    heads = (
        "Reference", "Provider", "Sent", "Decide by", "Working days left", "Stage", "Whose move", "Place", "Category",
        "State",
    )  # fmt: skip
    return as_spreadsheet(
        "applications",
        heads,
        (
            (
                row.reference,
                row.provider_name,
                row.submitted_at.astimezone(LONDON).date().isoformat(),
                row.decide_by.isoformat(),
                days_left(today, row.decide_by) if row.undecided else "",
                _STAGES[row.stage].text,
                _moves(row),
                line.establishment_name,
                line.category_name,
                line.standing.label,
            )
            for row in found.rows
            for line in row.lines
        ),
    )


def _read(request: PageRequest, filters: QueueFilters, today: date) -> tuple[QueuePage, Paging]:
    """The page asked for; past the end, the last one."""
    wanted = read_paging(request, 10**9)
    found = applications_queue(request.actor, filters, today, limit=wanted.per_page, offset=wanted.offset)
    if not found.rows and wanted.offset:
        first = applications_queue(request.actor, filters, today, limit=1)
        paging = read_paging(request, first.total)
        return applications_queue(request.actor, filters, today, limit=paging.per_page, offset=paging.offset), paging
    return found, read_paging(request, found.total)


def _shown(row: QueueRow, today: date) -> ShownApplication:
    left = left_in_words(today, row.decide_by) if row.undecided else ""
    return ShownApplication(row, _STAGES[row.stage], _moves(row), end_of_working_day(row.decide_by), left)


def _moves(row: QueueRow) -> str:
    return sentence(", ".join(one[:1].lower() + one[1:] for move, one in _MOVES.items() if move in row.moves))
