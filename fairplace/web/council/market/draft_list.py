"""The parts of a draft that are lists: their things in order, to add, change, move and remove (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from fairplace.dps.market.actions.change_draft import change_draft
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.drafts import DraftRow
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.market.rules.category_content import PARTS
from fairplace.dps.market.rules.differences import key_of
from fairplace.dps.market.rules.edits import MoveThing
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.web.components.formats import counted, money
from fairplace.web.council.market.draft_forms import METHODS, UNITS, URGENCIES
from fairplace.web.council.market.draft_parts import SINGULAR, editable_draft, href_of_thing, title_of
from fairplace.web.council.market.editing import revision_read
from fairplace.web.page import Audience, PageRequest, page, render

_METHODS = {choice.value: choice.label for choice in METHODS}
_KINDS_OF_ANSWER = {
    "yes_no": "Yes or no",
    "evidence": "A document",
    "statement": "A scored statement",
    "text": "A few words",
    "rating": "The inspection rating",
    "grounds": "Grounds for exclusion",
}


@dataclass(frozen=True, slots=True)
class ListedThing:
    """One row: what it is called, a line about it, its faults."""

    key: str
    name: str
    about: str
    href: str
    remove_href: str
    faults: tuple[str, ...]


@page(Audience.COUNCIL, roles=READERS)
def edit_list(request: PageRequest, draft_id: UUID, part: str) -> HttpResponse:
    """A button moves a thing one place up or down."""
    row = editable_draft(request, draft_id)
    if part not in PARTS:
        raise Http404
    if request.method == "POST":
        by = -1 if "up" in request.POST else 1
        key = request.POST.get("up", request.POST.get("down", ""))
        try:
            change_draft(
                actor=request.actor,
                draft_id=draft_id,
                revision=revision_read(request, row.revision),
                edit=MoveThing(part, key, by),
                at=request.now,
            )
        except Refused as refused:
            messages.warning(request, refused.sentence)
        return redirect("council:categories:list", draft_id=draft_id, part=part)
    return render(
        request,
        "web/council/market/draft_list.jinja",
        row=row,
        part=part,
        part_title=title_of(part),
        singular=SINGULAR[part],
        things=listed(row, part),
        scored=exact_text(sum((one.weight for one in row.content.criteria if one.method == "scored"), start=0)),
    )


def listed(row: DraftRow, part: str) -> list[ListedThing]:
    """The things of a part with what is wrong with each."""
    councils = {one.ons_code: one.name for one in partners()} if part == "caps" else {}
    made = []
    for thing, typed in zip(row.document.get(part, []), getattr(row.content, part), strict=True):
        key = key_of(part, thing) or ""
        query = urlencode({"key": key})
        made.append(
            ListedThing(
                key,
                name_of(row, part, typed, councils),
                _about(row, part, typed),
                href_of_thing(row.id, part, key),
                f"{reverse('council:categories:remove', args=[row.id, part])}?{query}",
                tuple(fault.sentence for fault in row.faults if fault.path[:2] == (part, key)),
            )
        )
    return made


def name_of(row: DraftRow, part: str, thing: Any, councils: dict[str, str]) -> str:
    """What people call a thing."""
    if part == "caps":
        kinds = {kind.code: kind.name for kind in row.content.placement_kinds}
        council = councils.get(thing.council, thing.council) or "All councils"
        return f"{council}, {kinds.get(thing.placement_kind, thing.placement_kind).lower() or 'every kind'}"
    if part == "response_times":
        return dict(URGENCIES).get(str(thing.urgency), str(thing.urgency))
    return str(thing.name or getattr(thing, "text", "") or thing.code)


def _about(row: DraftRow, part: str, thing: Any) -> str:
    kinds = {kind.code: kind.name for kind in row.content.placement_kinds}
    match part:
        case "criteria":
            weight = f", weight {exact_text(thing.weight)}" if thing.method == "scored" else ""
            return f"{_METHODS.get(thing.method, thing.method)}{weight}"
        case "questions":
            cover = f", {money(thing.minimum)} or more" if thing.minimum else ""
            return f"{_KINDS_OF_ANSWER.get(thing.kind, thing.kind)}{cover}"
        case "headings":
            return ", ".join(kinds.get(code, code) for code in thing.placement_kinds)
        case "services":
            return dict(UNITS).get(str(thing.unit), str(thing.unit))
        case "caps":
            return f"{money(thing.weekly)} a week"
        case "needs" | "features":
            return counted(int(thing.marks), "mark") if thing.marks == int(thing.marks) else f"{thing.marks} marks"
        case "components" | "direct_grounds":
            return str(thing.meaning)
        case "response_times":
            if thing.hours:
                return counted(thing.hours, "hour" if thing.counts == "clock" else "working hour")
            return counted(thing.working_days, "working day")
    return ""
