"""Applications by the time left to decide them (Q13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import categories
from fairplace.dps.qualification.queries.lead_queue import QueueRow, applications_queue
from fairplace.foundations.kernel.working_days import LONDON, end_of_working_day, working_days_between
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted
from fairplace.web.components.lists import read_paging, remembered_filters
from fairplace.web.components.rows import Status
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render

_STAGES = {
    "decide": Status("To decide", "active"),
    "sign": Status("To sign", "waiting"),
    "done": Status("Decided", "quiet"),
}


class QueueFilters(forms.Form):
    """What people ask of the queue."""

    stage = fields.Select(
        "Stage",
        choices=[(code, status.text) for code, status in _STAGES.items()],
        empty="Any",
        required=False,
        mark_optional=False,
    )
    category = fields.Select("Category", empty="Any", required=False, mark_optional=False)
    words = fields.Text("Provider, place or reference", required=False, mark_optional=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].set_choices(  # type: ignore[attr-defined]
            (row.code, row.name) for row in categories() if row.filled
        )


@dataclass(frozen=True, slots=True)
class ShownApplication:
    """One row. left: working days until the decision is due, in words."""

    row: QueueRow
    status: Status
    decide_at: datetime
    left: str
    urgent: bool


@page(Audience.COUNCIL, roles=DESK)
def queue(request: PageRequest) -> HttpResponse:
    every = applications_queue(request.actor)
    filters = QueueFilters(remembered_filters(request, "council.applications") or None)
    asked = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    rows = [row for row in every if _matches(row, asked)]
    paging = read_paging(request, len(rows))
    return render(
        request,
        "web/council/applications/queue.jinja",
        paging=paging,
        filters=filters,
        rows=[_shown(request, row) for row in rows[paging.slice]],
        waiting=sum(row.stage == "decide" for row in every),
    )


def _matches(row: QueueRow, asked: dict[str, Any]) -> bool:
    if asked.get("stage") and row.stage != asked["stage"]:
        return False
    if asked.get("category") and asked["category"] not in {line.category_code for line in row.lines}:
        return False
    words = (asked.get("words") or "").casefold()
    named = [row.reference, row.provider_name, *(line.establishment_name for line in row.lines)]
    return not words or any(words in name.casefold() for name in named)


def _shown(request: PageRequest, row: QueueRow) -> ShownApplication:
    days = working_days_between(request.now.astimezone(LONDON).date(), row.decide_by)
    if row.stage != "decide":
        left = ""
    elif days < 0:
        left = f"{counted(-days, 'working day')} late"
    else:
        left = "today" if days == 0 else f"{counted(days, 'working day')} left"
    return ShownApplication(row, _STAGES[row.stage], end_of_working_day(row.decide_by), left, days <= 2)
