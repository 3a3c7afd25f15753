"""Who marks the statements of one line; appointing people of any partner to one line or to many (Q9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.appoint_evaluators import appoint_evaluators, stand_down_evaluator
from fairplace.dps.qualification.queries.evaluators import PossibleEvaluator, possible_evaluators
from fairplace.dps.qualification.queries.lead_assessment import lead_application, lead_line
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class AppointForm(forms.Form):
    """People of the lead and its partners."""

    people = fields.Checkboxes(
        "Who will mark?",
        hint="At least two, each on their own. They declare their interests before they see anything.",
        missing="Choose who will mark",
    )

    def __init__(self, *args: Any, people: list[PossibleEvaluator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].set_choices(  # type: ignore[attr-defined]
            Choice(str(one.id), one.name, hint=", ".join(filter(None, (one.job_title, one.organisation))))
            for one in people
        )


class AppointToLinesForm(AppointForm):
    """The same people for many lines at once."""

    lines = fields.Checkboxes("For which places?", missing="Choose at least one place")
    field_order = ("lines", "people")

    def __init__(self, *args: Any, lines: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].set_choices(lines)  # type: ignore[attr-defined]


class StandDownForm(forms.Form):
    because = fields.LongText("Why do they not mark?", max_words=100, rows=3, missing="Say why they do not mark")


@page(Audience.COUNCIL, roles=DESK)
def evaluators(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    if not row.statements:
        raise NotThere
    appointed = row.statements[0].evaluators
    out = {one.person_id for one in appointed}
    form = AppointForm(
        request.POST if request.method == "POST" else None,
        people=[one for one in possible_evaluators() if one.id not in out],
    )
    if request.method == "POST" and form.is_valid() and _appoint(request, form, [str(line_id)]):
        return redirect("council:applications:evaluators", line_id=line_id)
    return render(request, "web/council/applications/evaluators.jinja", row=row, form=form, appointed=appointed)


@page(Audience.COUNCIL, roles=DESK)
def appoint_to_many(request: PageRequest, application_id: UUID) -> HttpResponse:
    """The same evaluators for the lines of one application."""
    row = lead_application(request.actor, application_id)
    lines = [
        Choice(str(line.id), line.establishment_name, hint=line.category_name)
        for line in row.lines
        if line.standing in UNDECIDED
    ]
    form = AppointToLinesForm(
        request.POST if request.method == "POST" else None,
        people=possible_evaluators(),
        lines=lines,
        initial={"lines": [choice.value for choice in lines]},
    )
    if request.method == "POST" and form.is_valid() and _appoint(request, form, form.cleaned_data["lines"]):
        return redirect("council:applications:show", application_id=application_id)
    return render(request, "web/council/applications/appoint.jinja", row=row, form=form, lines=lines)


@page(Audience.COUNCIL, roles=DESK)
def stand_down(request: PageRequest, line_id: UUID, person_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    person = next((one for s in row.statements for one in s.evaluators if one.person_id == person_id), None)
    if person is None:
        raise NotThere
    form = StandDownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            stand_down_evaluator(
                actor=request.actor, line_id=line_id, person_id=person_id, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{person.name} no longer marks this place.")
            return redirect("council:applications:evaluators", line_id=line_id)
    return render(request, "web/council/applications/stand_down.jinja", row=row, form=form, person=person)


def _appoint(request: PageRequest, form: AppointForm, lines: list[str]) -> bool:
    try:
        new = appoint_evaluators(
            actor=request.actor,
            line_ids=[UUID(one) for one in lines],
            person_ids=[UUID(one) for one in form.cleaned_data["people"]],
            at=request.now,
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(
        request, f"{counted(new, 'appointment').capitalize()} made. They find the statements under To score."
    )
    return True
