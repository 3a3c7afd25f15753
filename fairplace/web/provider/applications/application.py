"""The application as a list of tasks in two stages (Q2, Q3); once it is sent, as it was sent and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.queries.provider_places import ProviderApplication, application_of
from fairplace.dps.qualification.rules.completeness import named
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding, may_become
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.answers_shown import answer_sections
from fairplace.web.provider.applications.grid import read_grid
from fairplace.web.provider.applications.own import FEW, line_title, today
from fairplace.web.provider.applications.question_pages import href
from fairplace.web.provider.applications.task_lists import line_tasks, provider_tasks, setting_up
from fairplace.web.provider.roles import FILL_IN


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A line after sending. again: the line, when it may be put right and sent again (Q11)."""

    title: str
    status: Status
    failed: list[tuple[str, str]]
    again: UUID | None
    withdraw_href: str


@page(Audience.PROVIDER, roles=FILL_IN)
def show_application(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = application_of(request.actor, application_id, request.now)
    if row.application.submitted_at is not None:
        return _sent(request, row)
    many = len(row.lines) > FEW
    return render(
        request,
        "web/provider/applications/application.jinja",
        row=row,
        setting_up=setting_up(row),
        about=provider_tasks(row, 1),
        about_offer=provider_tasks(row, 2),
        lines=[] if many else [line_tasks(row, line) for line in row.lines],
        grid=read_grid(request, row) if many else None,
        stage_one_done=bool(row.lines) and not row.left.basics,
        left=row.left.count,
        may_send=_may_send(request),
    )


def _sent(request: PageRequest, row: ProviderApplication) -> HttpResponse:
    return render(
        request,
        "web/provider/applications/application_sent.jinja",
        row=row,
        decided=[
            DecidedLine(
                line_title(line),
                line_status(line.line.standing),
                [(one.criterion, one.reason) for one in row.failed.get(line.line.id, [])],
                line.line.id if line.line.id in row.failed and _may_send(request) else None,
                href("withdraw", row, line.line.id) if _may_withdraw(request, line.line.standing) else "",
            )
            for line in row.lines
        ],
        undecided=any(line.line.standing in UNDECIDED for line in row.lines),
        declarations=[(question.code, named(question)) for question in row.questions if question.kind == "grounds"]
        if _may_send(request)
        else [],
        sections=answer_sections(row, today(request)),
    )


def _may_send(request: PageRequest) -> bool:
    return request.actor.holds(Role.BID_MANAGER.value)


def _may_withdraw(request: PageRequest, standing: LineStanding) -> bool:
    return _may_send(request) and may_become(standing, LineStanding.WITHDRAWN)
