"""End a competition without an award, with the reason (C6)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.queries.comparison import comparison
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


class NoAwardForm(forms.Form):
    because = fields.LongText(
        "Why is there no award?",
        hint="Every bidder can read this. Say nothing that could identify the child.",
        max_words=150,
        rows=5,
        missing="Give the reason in a sentence",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def no_award(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = comparison(request.actor, competition_id, request.now)
    form = NoAwardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_without_award(actor=request.actor, competition_id=competition_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The competition has ended without an award. Every bidder is told.")
            return redirect("council:awarding:compare", competition_id)
    return render(request, "web/council/awarding/no_award.jinja", form=form, found=found)
