"""Add a school or home (Q1). Its postcode is private: it is used to measure distances."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.actions.add_establishment import OLDEST
from fairplace.dps.organisations.actions.add_establishment import add_establishment as add
from fairplace.dps.organisations.queries.establishments import KINDS, TAKES, WITHOUT_URN
from fairplace.dps.organisations.queries.register_search import (
    find_in_register,
    providers_of,
    register_entry,
    register_is_there,
)
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.in_the_register import FindForm, entry_facts, initial_of, result_of
from fairplace.web.provider.applications.own import unsent
from fairplace.web.provider.roles import FILL_IN


class EstablishmentForm(forms.Form):
    """The facts that decide which referrals it is invited to."""

    name = fields.Text("Name of the school or home", width="two-thirds", missing="Enter the name of the school or home")
    kind = fields.Radios("What is it?", choices=KINDS, missing="Select what kind of place it is")
    urn = fields.Text(
        "Unique reference number (URN)",
        hint="From Get Information about Schools, or Ofsted's register. For example, 142317. Leave it empty if this is"
        " alternative provision that is no registered school.",
        max_characters=12,
        width=10,
        inputmode="numeric",
        spellcheck=False,
        required=False,
        mark_optional=False,
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

    def __init__(self, *args: Any, row: ProviderApplication, found_in: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found_in:
            self._say_where_from(found_in)
        self.fields["placement_kinds"].set_choices(  # type: ignore[attr-defined]
            Choice(kind.code, kind.name, hint=category.name)
            for category in row.categories
            if category.filled
            for kind in content_of(category.version_id).placement_kinds
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") not in {None, *WITHOUT_URN} and said.get("urn") == "":
            self.add_error("urn", "Enter the unique reference number (URN)")
        return said

    def _say_where_from(self, register: str) -> None:
        for name, value in self.initial.items():
            if value not in (None, ""):
                look = self.fields[name].look  # type: ignore[attr-defined]
                private = look.hint if name == "postcode" else ""
                hint = f"From the register ({register}), change it if it is wrong. {private}"
                self.fields[name].look = replace(look, hint=hint.strip())  # type: ignore[attr-defined]


@page(Audience.PROVIDER, roles=FILL_IN)
def add_establishment(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    entry = register_entry(request.GET.get("register", ""), request.GET.get("urn", ""))
    searchable = register_is_there()
    by_hand = not searchable or "by_hand" in request.GET or request.method == "POST"
    form: EstablishmentForm | None = None
    if by_hand or entry:
        posted = request.POST if request.method == "POST" else None
        form = EstablishmentForm(
            posted, row=row, initial=initial_of(entry), found_in=entry.register_name if entry else None
        )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            add(
                actor=request.actor,
                register=entry.register if entry else "",
                at=request.now,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is added.")
            return redirect("provider:applications:add_establishment", application_id=application_id)
    search = FindForm(request.GET if "find" in request.GET else None)
    found = (
        find_in_register(search.cleaned_data["find"])
        if form is None and search.is_bound and search.is_valid()
        else None
    )
    taken = providers_of(one.urn for one in found.rows) if found else {}
    return render(
        request,
        "web/provider/applications/add_establishment.jinja",
        row=row,
        form=form or search,
        search=search,
        entry=entry,
        entry_facts=entry and entry_facts(entry),
        by_hand=form is not None and entry is None,
        searchable=searchable,
        found=found,
        results=[result_of(request, one, taken.get(one.urn)) for one in found.rows] if found else [],
    )
