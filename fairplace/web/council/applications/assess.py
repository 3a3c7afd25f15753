"""Pass or fail on one criterion, with what the provider said and showed beside it (Q9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.rules.questions import assessed_criteria, is_about_provider
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.applications.answered import answers_on, corrections_shown
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class AssessForm(forms.Form):
    """The provider reads the reason of a fail."""

    passed = fields.Radios(
        "Does it pass?", choices=[Choice("yes", "Pass"), Choice("no", "Fail")], missing="Select pass or fail"
    )
    reason = fields.LongText(
        "Reason",
        hint="Needed for a fail: the provider is told. For a pass, what you relied on.",
        max_words=200,
        rows=4,
        required=False,
        mark_optional=False,
    )
    every_line = fields.Tick(
        "Record the same for every other place of this application in this category",
        hint="This criterion is about the provider. Places on which a decision is proposed stay as they are.",
        required=False,
        mark_optional=False,
    )

    def __init__(self, *args: Any, several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not several:
            del self.fields["every_line"]


@page(Audience.COUNCIL, roles=DESK)
def assess(request: PageRequest, line_id: UUID, code: str) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    criterion = next((one for one in assessed_criteria(row.content) if one.code == code), None)
    if criterion is None:
        raise NotThere
    before = row.assessments.get(code)
    initial = {"passed": "yes" if before.passed else "no", "reason": before.reason} if before else None
    several = is_about_provider(row.content, code) and row.siblings > 0
    form = AssessForm(request.POST if request.method == "POST" else None, initial=initial, several=several)
    if request.method == "POST" and form.is_valid():
        try:
            assess_criterion(
                actor=request.actor,
                line_id=line_id,
                criterion=code,
                passed=form.cleaned_data["passed"] == "yes",
                reason=form.cleaned_data["reason"],
                every_line=form.cleaned_data.get("every_line", False),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _next(row, code)
    return render(
        request,
        "web/council/applications/assess.jinja",
        row=row,
        criterion=criterion,
        before=before,
        form=form,
        grounds=[one for one in row.grounds if one.question in _grounds_asked(row, code)],
        corrections=corrections_shown(row, _grounds_asked(row, code)),
        answered=answers_on(row, code, request.now.astimezone(LONDON).date()),
    )


def _grounds_asked(row: LeadLine, code: str) -> set[str]:
    return {one.code for one in row.content.questions if one.criterion == code and one.kind == "grounds"}


def _next(row: LeadLine, done: str) -> HttpResponse:
    """The next criterion that nobody has assessed, else the line."""
    left = [one.code for one in assessed_criteria(row.content) if one.code not in row.assessments and one.code != done]
    if left and row.is_open:
        return redirect("council:applications:assess", line_id=row.line.id, code=left[0])
    return redirect("council:applications:line", line_id=row.line.id)
