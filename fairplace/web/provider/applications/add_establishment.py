"""Add a school or home (Q1). Its postcode is private: it is used to measure distances."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.actions.add_establishment import OLDEST
from fairplace.dps.organisations.actions.add_establishment import add_establishment as add
from fairplace.dps.organisations.queries.establishments import KINDS, TAKES
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import unsent
from fairplace.web.provider.roles import FILL_IN


class EstablishmentForm(forms.Form):
    """The facts that decide which referrals it is invited to."""

    name = fields.Text("Name of the school or home", width="two-thirds", missing="Enter the name of the school or home")
    kind = fields.Radios("What is it?", choices=KINDS, missing="Select what kind of place it is")
    urn = fields.Text(
        "Unique reference number (URN)",
        hint="From Get Information about Schools, or Ofsted's register. For example, 142317.",
        max_characters=12,
        width=10,
        inputmode="numeric",
        spellcheck=False,
        missing="Enter the unique reference number (URN)",
    )
    postcode = fields.Postcode(
        hint="Distances are measured from here. We show nobody but you and the councils where it is."
    )
    council_area = fields.Text(
        "Which council's area is it in?", hint="For example, West Sussex", width=20, missing="Enter the council's area"
    )
    age_from = fields.WholeNumber(
        "Youngest age", suffix="years", minimum=0, maximum=OLDEST, width=2, missing="Enter the youngest age"
    )
    age_to = fields.WholeNumber(
        "Oldest age", suffix="years", minimum=0, maximum=OLDEST, width=2, missing="Enter the oldest age"
    )
    takes = fields.Radios("Whom does it take?", choices=TAKES, inline=True, missing="Select whom it takes")
    placement_kinds = fields.Checkboxes(
        "Which kinds of placement does it offer?",
        hint="Select all that apply.",
        missing="Select at least one kind of placement",
    )
    places = fields.WholeNumber(
        "How many places does it have in all?",
        minimum=1,
        maximum=999,
        width=3,
        missing="Enter how many places it has",
    )
    vacancies = fields.WholeNumber(
        "How many are free now?", minimum=0, maximum=999, width=3, missing="Enter how many are free now"
    )

    def __init__(self, *args: Any, row: ProviderApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement_kinds"].set_choices(  # type: ignore[attr-defined]
            Choice(kind.code, kind.name, hint=category.name)
            for category in row.categories
            if category.filled
            for kind in content_of(category.version_id).placement_kinds
        )


@page(Audience.PROVIDER, roles=FILL_IN)
def add_establishment(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    form = EstablishmentForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            add(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is added.")
            return redirect("provider:applications:add_establishment", application_id=application_id)
    return render(request, "web/provider/applications/add_establishment.jinja", row=row, form=form)
