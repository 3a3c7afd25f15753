"""The tasks of an application: about the provider, and about each line, in two stages (Q2, Q3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.answers import is_given
from fairplace.dps.qualification.rules.completeness import COSTS, Left, named
from fairplace.dps.qualification.rules.insurance import best_held
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT
from fairplace.dps.qualification.rules.questions import stage_two
from fairplace.web.components.formats import counted, listed
from fairplace.web.components.rows import Status, Task, Tone
from fairplace.web.provider.applications.own import line_title
from fairplace.web.provider.applications.question_pages import (
    href,
    line_group,
    line_page,
    provider_group,
    provider_page,
)

_PLAIN = {"yes_no", "text"}
_GROUPS = {
    "exclusions": "Grounds for exclusion",
    "confirmations": "Confirmations",
}
_LINE_GROUPS = {"inspection": "Inspection and registration"}


def group_title(group: str, asked: Sequence[Question]) -> str:
    """What a page of plain questions is called: those of the offer by what they ask, for they have nothing else in
    common."""
    return (_GROUPS | _LINE_GROUPS).get(group) or listed([named(question) for question in asked])


@dataclass(frozen=True, slots=True)
class LineTasks:
    """One line with its tasks. open: its second stage; may_copy: another line has answers to copy."""

    id: UUID
    title: str
    basics: list[Task]
    offer: list[Task]
    open: bool
    may_copy: bool


def setting_up(row: ProviderApplication) -> list[Task]:
    places, lines = row.number_of_places, row.number_of_lines
    return [
        Task(
            "Your schools and homes",
            href("add_establishment", row),
            *_done(places > 0, f"{places} added"),
            hint="Add each place once. It can join several categories.",
        ),
        Task(
            "Which places, in which categories",
            href("choose_lines", row) if places else "",
            *(_done(lines > 0, f"{lines} chosen") if places else ("Cannot start yet", "")),
        ),
    ]


def provider_tasks(row: ProviderApplication, stage: int) -> list[Task]:
    """About the provider, answered once; the second stage opens when the first is complete here (Q3)."""
    left = {one.question: one.sentence for one in row.left.provider}
    asked = [question for question in row.questions if (question.code in row.offer) == (stage == 2)]
    tasks: list[Task] = []
    grouped: set[str] = set()
    for question in asked:
        if question.kind in _PLAIN:
            group = provider_group(row, question)
            if group in grouped:
                continue
            grouped.add(group)
            mates = [one for one in asked if one.kind in _PLAIN and provider_group(row, one) == group]
            tasks.append(Task(group_title(group, mates), href(group, row), *_progress(mates, left, row.answers)))
        elif question.kind == "evidence":
            tasks.append(_document(question, provider_page(row, question), left, row.evidence, None))
        else:
            status = _progress([question], left, row.answers)
            hint = left.get(question.code, "") if status[0] == "Started" else ""
            tasks.append(Task(named(question), provider_page(row, question), *status, hint=hint))
    if stage == 2 and any(one.stage == 1 for one in row.left.provider):
        return [Task(task.text, "", "Cannot start yet") for task in tasks]
    return tasks


def is_open(row: ProviderApplication, line: LineForm) -> bool:
    """Stage 2 of a line opens when the basics of the provider and of this line are complete (Q3)."""
    every = [*row.left.provider, *row.left.lines.get(line.line.id, [])]
    return not any(one.stage == 1 for one in every)


def line_tasks(row: ProviderApplication, line: LineForm) -> LineTasks:
    left = {one.question: one.sentence for one in row.left.lines.get(line.line.id, [])}
    offer_codes = stage_two([line.content])
    open_ = is_open(row, line)
    basics = _asked(row, line, [q for q in line.questions if q.code not in offer_codes], left)
    offer = _asked(row, line, [q for q in line.questions if q.code in offer_codes], left)
    offer.append(_costs(row, line, left))
    if line.content.services or line.content.discounts:
        given = bool(line.prices or line.discounts)
        offer.append(
            Task(
                "Additional services and discounts",
                href("extras", row, line.line.id),
                f"{len(line.prices) + len(line.discounts)} entered" if given else "Optional",
            )
        )
    if line.reapplies_for:
        failed = {one.code for one in line.failed}
        carried = {line_page(row, line, q) for q in line.questions if q.criterion not in failed}
        basics, offer = _carried(basics, carried), _carried(offer, carried)
        fault = left.get(PUT_RIGHT, "")
        status: tuple[str, Tone] = ("To do", "active") if fault else ("Completed", "")
        basics.insert(0, Task("Put right what failed", href("put_right", row, line.line.id), *status))
    if not open_:
        offer = [Task(task.text, "", "Cannot start yet") for task in offer]
    return LineTasks(
        line.line.id,
        line_title(line),
        basics,
        offer,
        open_,
        bool(left) and any(other is not line and (other.answers or other.costs) for other in row.lines),
    )


def _carried(tasks: list[Task], pages: set[str]) -> list[Task]:
    """What a line that applies again need not touch says so (Q11)."""
    return [
        replace(task, status="Carried over") if task.status == "Completed" and task.href in pages else task
        for task in tasks
    ]


def _asked(row: ProviderApplication, line: LineForm, asked: list[Question], left: dict[str, str]) -> list[Task]:
    tasks: list[Task] = []
    grouped: set[str] = set()
    for question in asked:
        page = line_page(row, line, question)
        if question.kind == "statement":
            tasks.append(Task(named(question), page, *_progress([question], left, line.answers)))
        elif question.kind == "evidence":
            tasks.append(_document(question, page, left, row.evidence, line.establishment.id))
        elif (group := line_group(line, question)) not in grouped:
            grouped.add(group)
            mates = [q for q in asked if q.kind not in {"statement", "evidence"} and line_group(line, q) == group]
            tasks.append(Task(group_title(group, mates), page, *_progress(mates, left, line.answers)))
    return tasks


def _costs(row: ProviderApplication, line: LineForm, left: dict[str, str]) -> Task:
    status: tuple[str, Tone] = ("Started" if line.costs else "To do", "active") if COSTS in left else ("Completed", "")
    over_cap = left.get(COSTS, "") if "above the affordability cap" in left.get(COSTS, "") else ""
    return Task("Core costs", href("core_costs", row, line.line.id), *status, hint=over_cap)


def line_state(left: Sequence[Left]) -> Status:
    """ "3 things left", or that the line is ready."""
    return Status(f"{counted(len(left), 'thing')} left", "active") if left else Status("Ready", "good")


def _document(
    question: Question, page: str, left: dict[str, str], library: list[EvidenceRow], place: UUID | None
) -> Task:
    fault = left.get(question.code, "")
    if not fault:
        return Task(named(question), page, "Completed" if _is_held(question, library, place) else "Optional")
    if not _is_held(question, library, place):
        return Task(named(question), page, "To do", "active")
    return Task(named(question), page, "Needs another", "warning", hint=fault)


def _is_held(question: Question, library: list[EvidenceRow], place: UUID | None) -> bool:
    """Whether the library has any such document; the day decides nothing here."""
    return best_held(question.evidence, library, library[0].issued_on, place) is not None if library else False


def _progress(asked: Sequence[Question], left: dict[str, str], answers: dict[str, Any]) -> tuple[str, Tone]:
    given = any(is_given(answers.get(question.code, {})) for question in asked)
    if not any(question.code in left for question in asked):
        return "Completed" if given or not all(question.optional for question in asked) else "Optional", ""
    return ("Started" if given else "To do"), "active"


def _done(done: bool, text: str) -> tuple[str, Tone]:
    return (text, "") if done else ("To do", "active")
