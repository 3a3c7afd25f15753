"""Approve or refuse, with what it rests on (Q10, Q11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.decide_line import decide_line
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.rules.competency import competency_score
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Fact
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class DecideForm(forms.Form):
    """One decision."""

    approved = fields.Radios(
        "What do you decide?",
        choices=[
            Choice("yes", "Approve", hint="Every criterion passes. The provider is asked to sign."),
            Choice("no", "Refuse", hint="A criterion fails. The provider may apply again.", reveals=("reason",)),
        ],
        missing="Select approve or refuse",
    )
    reason = fields.LongText(
        "Why, and what can the provider do to join later?",
        hint="This goes into the decision letter, after the reasons of each criterion.",
        max_words=300,
        missing="Say why, and what the provider can do to join later",
    )


@page(Audience.COUNCIL, roles=DESK)
def decide(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["approved"] == "yes"
        reason = form.cleaned_data["reason"] or ""
        try:
            decide_line(actor=request.actor, line_id=line_id, approved=approved, reason=reason, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request,
                "Approved. The provider is asked to sign."
                if approved
                else "Refused. The provider is told the reasons.",
            )
            return redirect("council:applications:line", line_id=line_id)
    return render(
        request,
        "web/council/applications/decide.jinja",
        row=row,
        form=form,
        facts=_rests_on(row),
        score=_score(row),
    )


def _rests_on(row: LeadLine) -> list[Fact]:
    facts = []
    for criterion in assessed_criteria(row.content):
        found = row.assessments.get(criterion.code)
        facts.append(
            Fact(
                criterion.name,
                "Not assessed yet" if found is None else "Passed" if found.passed else "Failed",
                note=found.reason if found else "",
            )
        )
    return facts


def _score(row: LeadLine) -> object:
    marks = {question.code: row.agreed(question.code) for question in statements(row.content)}
    agreed = {code: mark.mark for code, mark in marks.items() if mark is not None}
    return competency_score(row.content, agreed) if len(agreed) == len(marks) else None
