"""The application as a list of tasks in two stages (Q2, Q3); once it is sent, as it was sent and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.queries.provider_places import LineForm, ProviderApplication, application_of
from fairplace.dps.qualification.rules.completeness import COSTS
from fairplace.dps.qualification.rules.lifecycle import LineStanding, may_become
from fairplace.dps.qualification.rules.questions import statements
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import Status, Task, Tone
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.answers_shown import answer_sections
from fairplace.web.provider.applications.own import today

EXCLUSIONS = frozenset({"exclusions"})


@dataclass(frozen=True, slots=True)
class LineTasks:
    """One line of the application with its tasks; others: lines whose answers may be copied here."""

    id: UUID
    title: str
    basics: list[Task]
    offer: list[Task]
    others: list[LineForm]


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A line after sending."""

    title: str
    status: Status
    failed: list[tuple[str, str]]
    withdraw_href: str


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def show_application(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = application_of(request.actor, application_id, request.now)
    if row.application.submitted_at is not None:
        return _sent(request, row)
    stage_one_done = (
        bool(row.lines) and not row.left.provider and not any(_basics_left(row, line) for line in row.lines)
    )
    return render(
        request,
        "web/provider/applications/application.jinja",
        row=row,
        setting_up=_setting_up(row),
        about=_about_provider(row),
        lines=[_line_tasks(row, line, stage_one_done) for line in row.lines],
        stage_one_done=stage_one_done,
        left=row.left.count,
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
                [(one.criterion, one.reason) for one in row.failed if one.line_id == line.line.id],
                _href("withdraw", row, line.line.id) if may_become(line.line.standing, LineStanding.WITHDRAWN) else "",
            )
            for line in row.lines
        ],
        undecided=any(line.line.standing in {LineStanding.APPLIED, LineStanding.ASSESSING} for line in row.lines),
        sections=answer_sections(row, today(request)),
    )


def line_title(line: LineForm) -> str:
    return f"{line.establishment.name}: {line.line.category_name}"


def _setting_up(row: ProviderApplication) -> list[Task]:
    places, lines = len(row.establishments), len(row.lines)
    return [
        Task(
            "Your schools and homes",
            _href("add_establishment", row),
            *_done(places > 0, f"{places} added"),
            hint="Add each place once. It can join several categories.",
        ),
        Task(
            "Which places, in which categories",
            _href("choose_lines", row) if places else "",
            *(_done(lines > 0, f"{lines} chosen") if places else ("Cannot start yet", "")),
        ),
    ]


def _about_provider(row: ProviderApplication) -> list[Task]:
    left = {one.question: one.sentence for one in row.left.provider}
    groups = [
        ("Grounds for exclusion", "exclusions", [q for q in row.questions if q.criterion in EXCLUSIONS]),
        (
            "Confirmations",
            "confirmations",
            [q for q in row.questions if q.kind == "yes_no" and q.criterion not in EXCLUSIONS],
        ),
    ]
    tasks = [
        Task(title, _href(name, row), *_progress([q.code for q in asked], left, row.answers))
        for title, name, asked in groups
    ]
    held = {one.kind for one in row.evidence}
    for question in row.questions:
        if question.kind == "evidence":
            fault = left.get(question.code, "") if question.evidence in held else ""
            status = _done(question.code not in left, "Completed") if not fault else ("Needs another", "warning")
            tasks.append(Task(question.text, _href("insurance", row, question.code), status[0], status[1], hint=fault))
    return tasks


def _line_tasks(row: ProviderApplication, line: LineForm, open_: bool) -> LineTasks:
    left = {one.question: one.sentence for one in row.left.lines.get(line.line.id, [])}
    basics = [question.code for question in _basics(line)]
    offer: list[Task] = []
    for question in statements(line.content):
        status = _progress([question.code], left, line.answers)
        offer.append(_task("Working to the outcomes framework", "statement", row, line, status, open_))
    costs: tuple[str, Tone] = ("Started" if line.costs else "To do", "active") if COSTS in left else ("Completed", "")
    over_cap = left.get(COSTS, "") if "above the affordability cap" in left.get(COSTS, "") else ""
    offer.append(_task("Core costs", "core_costs", row, line, costs, open_, over_cap))
    return LineTasks(
        line.line.id,
        line_title(line),
        [_task("Inspection and registration", "inspection", row, line, _progress(basics, left, line.answers), True)],
        offer,
        [other for other in row.lines if left and other is not line and (other.answers or other.costs)],
    )


def _task(
    text: str,
    name: str,
    row: ProviderApplication,
    line: LineForm,
    status: tuple[str, Tone],
    open_: bool,
    hint: str = "",
) -> Task:
    if not open_:
        return Task(text, "", "Cannot start yet")
    return Task(text, _href(name, row, line.line.id), status[0], status[1], hint=hint)


def _basics(line: LineForm) -> list:  # type: ignore[type-arg]
    return [q for q in line.content.questions if q.level == "establishment" and q.kind in {"rating", "yes_no"}]


def _basics_left(row: ProviderApplication, line: LineForm) -> bool:
    codes = {question.code for question in _basics(line)}
    return any(one.question in codes for one in row.left.lines.get(line.line.id, []))


def _progress(codes: Iterable[str], left: dict[str, str], answers: dict) -> tuple[str, Tone]:  # type: ignore[type-arg]
    asked = list(codes)
    if not any(code in left for code in asked):
        return "Completed", ""
    return ("Started" if any(answers.get(code) for code in asked) else "To do"), "active"


def _done(done: bool, text: str) -> tuple[str, Tone]:
    return (text, "") if done else ("To do", "active")


def _href(name: str, row: ProviderApplication, *more: object) -> str:
    return reverse(f"provider:applications:{name}", args=[row.application.id, *more])
