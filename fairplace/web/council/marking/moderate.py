"""Agree one mark for each statement: marks side by side, the spread, and why (C3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.moderate_statement import moderate_statement
from fairplace.dps.competitions.queries.marking import marking_row, statement_page
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields
from fairplace.web.council.marking.mark import MarkForm
from fairplace.web.page import Audience, PageRequest, page, render


class AgreedForm(MarkForm):
    reason = fields.LongText(
        "Why this mark?",
        hint="What you agreed on together. Every bidder reads this about its own statement.",
        max_words=200,
        rows=5,
        missing="Give the reason for the agreed mark",
    )


@page(Audience.COUNCIL, roles={Role.EVALUATOR})
def moderate(request: PageRequest, competition_id: UUID) -> HttpResponse:
    row = marking_row(request.actor, competition_id)
    if row.has_interest is not False:
        return redirect("council:marking:to_score")
    return render(request, "web/council/marking/moderate.jinja", row=row)


@page(Audience.COUNCIL, roles={Role.EVALUATOR})
def agree(request: PageRequest, bid_id: UUID) -> HttpResponse:
    """Not there until every mark is in, the actor's own among them."""
    found = statement_page(request.actor, bid_id)
    if not found.marks or found.row.alone:
        raise Http404
    given = {"mark": found.agreed.mark.normalize(), "reason": found.agreed.reason} if found.agreed else None
    form = AgreedForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            moderate_statement(actor=request.actor, bid_id=bid_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The agreed mark for {found.statement.label} is in.")
            left = marking_row(request.actor, found.row.competition_id).to_agree
            if left:
                return redirect("council:marking:agree", left[0].bid_id)
            return redirect("council:marking:moderate", found.row.competition_id)
    return render(request, "web/council/marking/agree.jinja", form=form, found=found)
