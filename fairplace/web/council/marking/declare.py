"""An evaluator declares their interests before they see anything (C11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.queries.marking import marking_row
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.council.opening.declare import DeclarationForm
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.EVALUATOR})
def declare(request: PageRequest, competition_id: UUID) -> HttpResponse:
    row = marking_row(request.actor, competition_id)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        has_interest = form.cleaned_data["has_interest"] == "yes"
        try:
            declare_interests(
                actor=request.actor,
                competition_id=competition_id,
                duty="evaluator",
                has_interest=has_interest,
                interest=form.cleaned_data["interest"] or "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your declaration is recorded.")
            if has_interest:
                return redirect("council:marking:to_score")
            return redirect("council:marking:mark", competition_id)
    return render(request, "web/council/marking/declare.jinja", form=form, row=row)
