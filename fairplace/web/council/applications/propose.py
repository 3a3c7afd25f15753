"""Propose to approve or refuse, with what it rests on; a second person releases it (Q10, Q11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.rules.competency import competency_score
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.dps.qualification.rules.readiness import Lack
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Fact, Reason
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class ProposeForm(forms.Form):
    """One proposal."""

    approved = fields.Radios(
        "What do you propose?",
        choices=[
            Choice("yes", "Approve", hint="Every criterion passes. The provider will be asked to sign."),
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
def propose(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["approved"] == "yes"
        reason = form.cleaned_data["reason"] or ""
        try:
            propose_decision(actor=request.actor, line_id=line_id, approved=approved, reason=reason, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Proposed. Somebody else of the lead authority now releases it.")
            return redirect("council:applications:line", line_id=line_id)
    return render(
        request,
        "web/council/applications/propose.jinja",
        row=row,
        form=form,
        facts=rests_on(row),
        reasons=[Reason(lack.text, lack_href(row, lack)) for lack in row.lacks],
        score=score_of(row),
    )


def rests_on(row: LeadLine) -> list[Fact]:
    """Each criterion, each statement and due diligence, as they stand."""
    facts = []
    for criterion in assessed_criteria(row.content):
        found = row.assessments.get(criterion.code)
        words = "Not assessed yet" if found is None else "Passed" if found.passed else "Failed"
        facts.append(Fact(criterion.name, words, note=found.reason if found else ""))
    for one in row.statements:
        mark = f"{one.agreed.mark.normalize():f} of {one.question.top_mark}" if one.agreed else "No mark agreed yet"
        facts.append(Fact(one.criterion, mark, note=one.agreed.reason if one.agreed else ""))
    clear = sum(check.outcome == "clear" for check in row.checks)
    facts.append(Fact("Due diligence", f"{clear} of {len(row.checks)} checks clear"))
    return facts


def score_of(row: LeadLine) -> object:
    """The competency score that approval would give; None before every mark is agreed."""
    complete = all(one.agreed for one in row.statements)
    return competency_score(row.content, row.agreed) if complete else None


def lack_href(row: LeadLine, lack: Lack) -> str:
    """Where a lack is put right; empty where it is not on one page."""
    if lack.part == "criterion" and lack.code:
        return reverse("council:applications:assess", args=[row.line.id, lack.code])
    if lack.part == "check":
        return reverse("council:applications:check", args=[row.line.id, lack.code])
    if lack.part == "statement":
        return reverse("council:applications:evaluators", args=[row.line.id])
    return ""
