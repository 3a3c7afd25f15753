"""The parts of a draft that are fields of the category itself (P8)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.drafts import DraftRow
from fairplace.dps.market.rules.difference_words import PART_NAMES
from fairplace.dps.market.rules.edits import SetFields
from fairplace.web.council.market.draft_forms import FIELD_FORMS, DraftForm
from fairplace.web.council.market.draft_parts import editable_draft
from fairplace.web.council.market.editing import saved
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=READERS)
def edit_fields(request: PageRequest, draft_id: UUID, part: str) -> HttpResponse:
    """about, cap, referrals or statement."""
    row = editable_draft(request, draft_id)
    kind = FIELD_FORMS.get(part)
    if kind is None:
        raise Http404
    thing = row.content.statement if part == "statement" else row.content
    initial = {"revision": row.revision, **(kind.shown(thing) if thing is not None else {})}
    form = kind(request.POST if request.method == "POST" else None, initial=initial, content=row.content)
    if request.method == "POST" and form.is_valid() and _saved(request, row, part, form):
        if part == "cap":
            return redirect("council:categories:list", draft_id=draft_id, part="caps")
        return redirect("council:categories:draft", draft_id=draft_id)
    title = PART_NAMES["caps"] if part == "cap" else PART_NAMES[part]
    return render(request, "web/council/market/draft_fields.jinja", row=row, form=form, part_title=title)


def _saved(request: PageRequest, row: DraftRow, part: str, form: DraftForm) -> bool:
    return saved(request, row.id, row.revision, SetFields(part, form.values()), form)
