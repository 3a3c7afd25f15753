"""Suspend an accredited place, and reinstate it (A3, A4)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.reinstate_line import reinstate_line
from fairplace.dps.qualification.actions.suspend_line import suspend_line
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.queries.terms_held import suspension_grounds
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.applications.in_use import in_use_sentences
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class SuspendForm(forms.Form):
    """A council cannot just ask for it: it rests on a criterion, or on a ground in the terms (A3)."""

    criterion = fields.Radios(
        "Which criterion is no longer met, or which ground in the terms is there?",
        missing="Select the criterion that is no longer met, or the ground in the terms",
    )
    because = fields.LongText(
        "What happened, and what puts it right?",
        hint="The provider is told.",
        max_words=200,
        missing="Say what is no longer met, and what puts it right",
    )

    def __init__(self, *args: object, row: LeadLine, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.name) for one in assessed_criteria(row.content) if one.method == "pass_fail"]
        choices += [(one.code, f"In the terms: {one.text}") for one in suspension_grounds(row.line)]
        self.fields["criterion"].set_choices(choices)  # type: ignore[attr-defined]


class ReinstateForm(forms.Form):
    """What was put right."""

    because = fields.LongText(
        "What was put right, and what did you see?", max_words=200, missing="Say what was put right"
    )


@page(Audience.COUNCIL, roles=DESK)
def suspend(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = _in_state(request, line_id, LineStanding.ACCREDITED)
    form = SuspendForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            suspend_line(actor=request.actor, line_id=line_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Suspended for all councils. The provider is told.")
            return redirect("council:applications:line", line_id=line_id)
    return render(
        request,
        "web/council/applications/suspend.jinja",
        row=row,
        form=form,
        touches=in_use_sentences(line_id, request.actor.organisation_name),
    )


@page(Audience.COUNCIL, roles=DESK)
def reinstate(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = _in_state(request, line_id, LineStanding.SUSPENDED)
    form = ReinstateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reinstate_line(actor=request.actor, line_id=line_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Reinstated. It is invited again from now on.")
            return redirect("council:applications:line", line_id=line_id)
    return render(request, "web/council/applications/reinstate.jinja", row=row, form=form)


def _in_state(request: PageRequest, line_id: UUID, standing: LineStanding) -> LeadLine:
    row = lead_line(request.actor, line_id)
    if row.line.standing is not standing:
        raise NotThere
    return row
