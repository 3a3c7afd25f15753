"""An opener declares their interests before anything else (C11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.queries.openings import opening_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class DeclarationForm(forms.Form):
    has_interest = fields.Radios(
        "Do you have an interest in any provider that may bid?",
        hint="Money, family, friendship or past work, yours or of somebody close to you.",
        choices=[
            Choice("no", "No, and I will say so at once if that changes"),
            Choice("yes", "Yes, or I am not sure", reveals=("interest",)),
        ],
        missing="Say whether you have an interest",
    )
    interest = fields.LongText("What is it?", max_words=150, rows=4, missing="Say in a few words what the interest is")


@page(Audience.COUNCIL, roles={Role.OPENER})
def declare(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = opening_of(request.actor, competition_id)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_interests(
                actor=request.actor,
                competition_id=competition_id,
                duty="opener",
                has_interest=form.cleaned_data["has_interest"] == "yes",
                interest=form.cleaned_data["interest"] or "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your declaration is recorded.")
            return redirect("council:opening:open", competition_id)
    return render(request, "web/council/opening/declare.jinja", form=form, row=found.row)
