"""One thing of a list of a draft: added, changed or removed on a page of its own (P8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.drafts import DraftRow
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.market.rules.differences import key_of
from fairplace.dps.market.rules.edits import AddThing, ChangeThing, Edit, RemoveThing
from fairplace.govuk import fields, forms
from fairplace.web.council.market.draft_forms import THING_FORMS
from fairplace.web.council.market.draft_list import name_of
from fairplace.web.council.market.draft_parts import SINGULAR, editable_draft, title_of
from fairplace.web.council.market.editing import saved
from fairplace.web.page import Audience, PageRequest, page, render


class RemoveForm(forms.Form):
    revision = fields.Hidden(required=False)


@page(Audience.COUNCIL, roles=READERS)
def add_thing(request: PageRequest, draft_id: UUID, part: str) -> HttpResponse:
    """At the end of its list."""
    return _thing(request, draft_id, part, None)


@page(Audience.COUNCIL, roles=READERS)
def change_thing(request: PageRequest, draft_id: UUID, part: str) -> HttpResponse:
    """?key= says which."""
    return _thing(request, draft_id, part, request.GET.get("key", ""))


@page(Audience.COUNCIL, roles=READERS)
def remove_thing(request: PageRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Asks once more."""
    row = editable_draft(request, draft_id)
    key = request.GET.get("key", "")
    thing = _found(row, part, key)
    form = RemoveForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    edit = RemoveThing(part, key)
    if request.method == "POST" and form.is_valid() and saved(request, draft_id, row.revision, edit, form):
        return redirect("council:categories:list", draft_id=draft_id, part=part)
    name = name_of(row, part, thing, {one.ons_code: one.name for one in partners()})
    return render(
        request,
        "web/council/market/draft_remove.jinja",
        row=row,
        form=form,
        part=part,
        part_title=title_of(part),
        heading=f"Remove “{name}”?",
    )


def _thing(request: PageRequest, draft_id: UUID, part: str, key: str | None) -> HttpResponse:
    row = editable_draft(request, draft_id)
    kind = THING_FORMS.get(part)
    if kind is None:
        raise Http404
    initial: dict[str, Any] = {"revision": row.revision}
    if key is not None:
        initial |= kind.shown(_found(row, part, key))
    councils = partners()
    data = request.POST if request.method == "POST" else None
    form = kind(data, initial=initial, content=row.content, councils=councils)
    if request.method == "POST" and form.is_valid():
        edit: Edit = AddThing(part, form.values()) if key is None else ChangeThing(part, key, form.values())
        if saved(request, draft_id, row.revision, edit, form):
            return redirect("council:categories:list", draft_id=draft_id, part=part)
    heading = f"Add a {SINGULAR[part]}"
    if key is not None:
        heading = name_of(row, part, _found(row, part, key), {one.ons_code: one.name for one in councils})
    return render(
        request,
        "web/council/market/draft_thing.jinja",
        row=row,
        form=form,
        part=part,
        part_title=title_of(part),
        heading=heading,
    )


def _found(row: DraftRow, part: str, key: str) -> Any:
    """404 when it is not in the draft (any more)."""
    if part not in THING_FORMS:
        raise Http404
    for thing, typed in zip(row.document.get(part, []), getattr(row.content, part), strict=True):
        if key_of(part, thing) == key:
            return typed
    raise Http404
