"""Put a draft out for comments (P9)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.open_consultation import open_consultation
from fairplace.dps.market.permissions import READERS
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.market.draft_parts import editable_draft
from fairplace.web.page import Audience, PageRequest, page, render


class ConsultForm(forms.Form):
    introduction = fields.LongText(
        "What does the draft change, and what would you like to hear?",
        hint="For providers, parents, carers and colleagues.",
        rows=6,
        max_words=400,
        missing="Say what the draft changes and what you would like to hear",
    )
    young_words = fields.LongText(
        "The same for children and young people",
        hint="Short sentences and easy words. What is changing, and what do you want to know from them?",
        rows=5,
        max_words=150,
        missing="Say the same in words for children and young people",
    )
    closes_on = fields.Date("Last day for comments", hint="For example, 5 1 2027")
    open_at_least_until = fields.Date(
        "Open at least until",
        hint="Published. You may end it early for a reason, but never before this day.",
        required=False,
    )


@page(Audience.COUNCIL, roles=READERS)
def put_out(request: PageRequest, draft_id: UUID) -> HttpResponse:
    row = editable_draft(request, draft_id)
    form = ConsultForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            open_consultation(actor=request.actor, draft_id=draft_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The draft is out for comments. Providers and councils have been told.")
            return redirect("council:categories:draft", draft_id=draft_id)
    return render(
        request, "web/council/market/consult_open.jinja", row=row, form=form, part_title="Put it out for comments"
    )
