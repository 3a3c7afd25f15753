"""Your referrals: every live one in the column of a working day where it stands, one click from its next action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.competitions.queries.working_day import WorkingDay, WorkingDayRow, working_day
from fairplace.dps.competitions.rules.working_day import Stage
from fairplace.dps.market.queries.categories import CategoryRow, categories
from fairplace.dps.organisations.rules.roles import Role
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import day, moment
from fairplace.web.components.lists import Paging, read_paging, remembered_filters
from fairplace.web.components.rows import Status
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.council.referrals.also_waiting import also_waiting
from fairplace.web.council.referrals.stages import NextAction, next_action, status_of
from fairplace.web.page import Audience, PageRequest, page, render

PER_PAGE = 50
_ALL = 100_000
_PLAIN = {"required": False, "mark_optional": False}


class ReferralFilters(forms.Form):
    search = fields.Text("Reference or kind of place", width=20, **_PLAIN)  # type: ignore[arg-type]
    stage = fields.Select(
        "Where it stands",
        choices=[(stage.value, stage.label) for stage in Stage],
        empty="All that are live",
        **_PLAIN,  # type: ignore[arg-type]
    )
    category = fields.Select("Category", empty="All", **_PLAIN)  # type: ignore[arg-type]

    def __init__(self, *args: object, categories: list[CategoryRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].set_choices([(str(row.id), row.name) for row in categories])  # type: ignore[attr-defined]


class ShownReferral(NamedTuple):
    row: WorkingDayRow
    status: Status
    action: NextAction


class Column(NamedTuple):
    """One column of the working day; it stands as a band of rows, so that it fits any screen."""

    stage: Stage
    number: int
    href: str
    shown: list[ShownReferral]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def open_referrals(request: PageRequest) -> HttpResponse:
    filters = _filters(request)
    asked = _asked(filters)
    number = read_paging(request, _ALL, PER_PAGE).number
    found = _find(request, asked, PER_PAGE, (number - 1) * PER_PAGE)
    if found.total and not found.rows:  # a page past the end
        number = -(-found.total // PER_PAGE)
        found = _find(request, asked, PER_PAGE, (number - 1) * PER_PAGE)
    return render(
        request,
        "web/council/referrals/open_referrals.jinja",
        paging=Paging(number, found.total, PER_PAGE),
        filters=filters,
        also=also_waiting(request.actor, request.now) if number == 1 else [],
        columns=_columns(request, found),
        strip=_strip(found.counts),
        chosen=asked.get("stage"),
        filtered=any(asked.values()),
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def export(request: PageRequest) -> HttpResponse:
    """What the list shows, all pages of it."""
    found = _find(request, _asked(_filters(request)), _ALL, 0)
    heads = [
        "Reference",
        "Title",
        "Category",
        "Where it stands",
        "Started",
        "Written by",
        "Next date",
        "Invited",
        "Answered",
    ]
    return as_spreadsheet("referrals", heads, map(_exported, found.rows))


def _exported(row: WorkingDayRow) -> list[object]:
    return [
        row.reference,
        row.title,
        row.category,
        row.stage.label,
        day(row.started_at),
        row.written_by,
        moment(row.due_at) if row.due_at else "",
        row.invited,
        row.answered,
    ]


def _filters(request: PageRequest) -> ReferralFilters:
    return remembered_filters(request, "council.referrals", partial(ReferralFilters, categories=categories()))


def _asked(filters: ReferralFilters) -> Mapping[str, str]:
    return filters.cleaned_data if filters.is_bound and filters.is_valid() else {}


def _find(request: PageRequest, asked: Mapping[str, str], limit: int, offset: int) -> WorkingDay:
    category = asked.get("category")
    return working_day(
        actor=request.actor,
        at=request.now,
        stage=Stage(asked["stage"]) if asked.get("stage") else None,
        category_id=UUID(category) if category else None,
        search=asked.get("search", "").strip(),
        limit=limit,
        offset=offset,
    )


def _strip(counts: Mapping[Stage, int]) -> list[tuple[Stage, int, str]]:
    """What goes on without bids is rare: it stands there when there is some."""
    return [
        (stage, counts.get(stage, 0), _href(stage))
        for stage in Stage
        if stage is not Stage.WITHOUT_BIDS or counts.get(stage)
    ]


def _columns(request: PageRequest, found: WorkingDay) -> list[Column]:
    """The rows of this page under the heads of their columns."""
    return [
        Column(stage, found.counts.get(stage, 0), _href(stage), [_shown(request, row) for row in rows])
        for stage, rows in groupby(found.rows, key=lambda row: row.stage)
    ]


def _shown(request: PageRequest, row: WorkingDayRow) -> ShownReferral:
    action = next_action(row.stage, request.actor, row.id, row.competition_id, row.standing, row.questions)
    return ShownReferral(row, status_of(row.stage, row.standing), action)


def _href(stage: Stage) -> str:
    return f"{reverse('council:referrals:open_referrals')}?stage={stage.value}"
