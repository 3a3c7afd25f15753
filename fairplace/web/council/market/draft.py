"""A draft: its parts as a task list, what is not ready, who has agreed, and what can be done next (P8)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.consultations import consultations_of
from fairplace.dps.market.queries.drafts import ChangeRow, DraftRow, draft_for_council
from fairplace.dps.market.rules.category_content import PARTS
from fairplace.dps.market.rules.difference_words import PART_NAMES, changed_parts
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.web.components.formats import counted, sentence
from fairplace.web.components.rows import Reason, Status, Task, TaskSection, TimelineEntry
from fairplace.web.council.market.draft_parts import SINGULAR, href_of_fault, href_of_part
from fairplace.web.page import Audience, PageRequest, page, render

_SECTIONS = (
    ("What providers are asked", ("about", "criteria", "questions", "placement_kinds", "headings", "services", "caps")),
    ("What referrals start from", ("needs", "features", "components", "referrals", "response_times", "statement")),
    ("Without competition", ("direct_grounds",)),
)
_TONES = {
    DraftStage.DRAFTING: Status("Drafting", "active"),
    DraftStage.AGREEING: Status("With the partners", "waiting"),
    DraftStage.AGREED: Status("Agreed", "good"),
    DraftStage.ABANDONED: Status("Abandoned", "quiet"),
}


@page(Audience.COUNCIL, roles=READERS)
def show_draft(request: PageRequest, draft_id: UUID) -> HttpResponse:
    row = draft_for_council(request.actor, draft_id)
    changed = changed_parts(row.before, row.document)
    asked = consultations_of(draft_id, request.now)
    return render(
        request,
        "web/council/market/draft.jinja",
        row=row,
        status=_TONES[row.stage],
        sections=_sections(row, {part.code for part in changed}) if row.editable else [],
        reasons=[Reason(fault.sentence, href_of_fault(row.id, fault) if row.editable else "") for fault in row.faults],
        changed=changed,
        history=[_entry(row, change) for change in row.changes],
        consultations=asked,
        commenting=any(not one.closed for one in asked),
    )


def _sections(row: DraftRow, changed: set[str]) -> list[TaskSection]:
    faulty = {fault.path[0] for fault in row.faults}
    sections = []
    for title, parts in _SECTIONS:
        tasks = [_task(row, part, faulty, changed) for part in parts]
        if "questions" in parts:
            tasks += _model_answers(row)
        sections.append(TaskSection(title, tasks))
    return sections


def _task(row: DraftRow, part: str, faulty: set[str], changed: set[str]) -> Task:
    number = len(getattr(row.content, part)) if part in PARTS else None
    hint = "" if number is None else sentence(counted(number, SINGULAR[part], _many(part)))
    href = href_of_part(row.id, part)
    if part in faulty:
        return Task(PART_NAMES[part], href, "Not ready", "warning", hint)
    if part in changed:
        return Task(PART_NAMES[part], href, "Changed", "active", hint)
    return Task(PART_NAMES[part], href, "As in force", "", hint)


def _many(part: str) -> str:
    return {"criteria": "criteria", "placement_kinds": "kinds of placement", "components": "parts",
            "direct_grounds": "grounds"}.get(part, "")  # fmt: skip


def _model_answers(row: DraftRow) -> list[Task]:
    """One for each scored statement: written and signed off by children and young people (P9)."""
    before = {one["code"]: one.get("model_answer", "") for one in row.before.get("questions", [])}
    unsigned = {fault.path[1] for fault in row.faults if fault.path[0] == "model_answer"}
    tasks = []
    for question in row.content.questions:
        if question.kind != "statement":
            continue
        href = reverse("council:categories:model_answer", args=[row.id, question.code])
        name = f"Young people’s model answer: {question.name or question.text}"
        if question.code in unsigned:
            tasks.append(Task(name, href, "Not signed off", "warning"))
        elif question.model_answer != before.get(question.code, ""):
            tasks.append(Task(name, href, "Changed", "active"))
        else:
            tasks.append(Task(name, href, "As in force" if question.model_answer else "None yet"))
    return tasks


def _entry(row: DraftRow, change: ChangeRow) -> TimelineEntry:
    part = PART_NAMES.get(change.part, PART_NAMES["caps"])
    what = {"add": "added", "remove": "removed", "move": "moved"}.get(change.what, "changed")
    return TimelineEntry(change.at, f"{part}: {_thing(row, change)}{what}", change.by_name)


def _thing(row: DraftRow, change: ChangeRow) -> str:
    for one in getattr(row.content, change.part, ()) if change.part in PARTS else ():
        if getattr(one, "code", None) == change.key:
            return f"“{one.name or change.key}” "
    return f"“{change.key}” " if change.what == "remove" else ""
