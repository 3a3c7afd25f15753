"""Name another evaluator, because one has declared an interest (C11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.appoint_evaluator import appoint_evaluator
from fairplace.dps.competitions.queries.comparison import Comparison, comparison
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class AppointForm(forms.Form):
    person_id = fields.Radios("Who will mark?", choices=[], missing="Choose who will mark")

    def __init__(self, *args: Any, found: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [Choice(str(person.id), person.name, hint=person.job_title) for person in found.substitutes]
        self.fields["person_id"].set_choices(people)  # type: ignore[attr-defined]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def appoint(request: PageRequest, competition_id: UUID) -> HttpResponse:
    found = comparison(request.actor, competition_id, request.now)
    form = AppointForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            appoint_evaluator(
                actor=request.actor,
                competition_id=competition_id,
                person_id=UUID(form.cleaned_data["person_id"]),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The evaluator is named, and finds the statements under To score.")
            return redirect("council:awarding:compare", competition_id)
    return render(request, "web/council/awarding/appoint.jinja", form=form, found=found)
