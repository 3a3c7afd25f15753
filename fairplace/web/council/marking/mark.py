"""Mark one statement at a time, without knowing whose it is (C3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.queries.marking import marking_row, statement_page
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


class MarkForm(forms.Form):
    mark = fields.Number("Mark", decimal_places=1, width=3, missing="Enter a mark")
    reason = fields.LongText(
        "Why this mark?",
        hint="Say what the statement does and what it leaves out. The bidder may read your words.",
        max_words=200,
        rows=5,
        missing="Give the reason for your mark",
    )


@page(Audience.COUNCIL, roles={Role.EVALUATOR})
def mark_next(request: PageRequest, competition_id: UUID) -> HttpResponse:
    """The first statement without this evaluator's mark; when all have one, the moderation."""
    row = marking_row(request.actor, competition_id)
    if row.has_interest is None:
        return redirect("council:marking:declare", competition_id)
    if row.has_interest:
        return redirect("council:marking:to_score")
    if row.to_mark:
        return redirect("council:marking:statement", row.to_mark[0].bid_id)
    return redirect("council:marking:moderate", competition_id)


@page(Audience.COUNCIL, roles={Role.EVALUATOR})
def statement(request: PageRequest, bid_id: UUID) -> HttpResponse:
    found = statement_page(request.actor, bid_id)
    given = {"mark": found.own.mark.normalize(), "reason": found.own.reason} if found.own else None
    form = MarkForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            mark_statement(actor=request.actor, bid_id=bid_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Your mark for {found.statement.label} is in.")
            return redirect("council:marking:mark", found.row.competition_id)
    return render(request, "web/council/marking/statement.jinja", form=form, found=found)
