"""Councils and categories that the notice did not name: each demands a notice, and the page says so (P1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.add_to_notice import add_category, add_partner
from fairplace.dps.market.actions.merge_council import merge_council
from fairplace.dps.market.queries.system_page import SystemPage, system_page
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.council.market.system_notice import notice_field, reason_field
from fairplace.web.page import Audience, PageRequest, page, render


class CouncilForm(forms.Form):
    """One more council."""

    ons_code = fields.Text(
        "ONS code of the council",
        hint="A letter and eight digits, for example E10000032.",
        longest=20,
        width=10,
        spellcheck=False,
        missing="Enter the ONS code of the council",
    )
    standing = fields.Radios(
        "How does it take part?",
        choices=[
            Choice("partner", "Partner", hint="Agrees criteria, shares costs, places children."),
            Choice("associate", "Associate", hint="Places children, and pays a charge for it."),
        ],
        missing="Select partner or associate",
    )

    def __init__(self, *args: Any, found: SystemPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = reason_field()
        self.fields["notice_reference"] = notice_field(found.regime, "modify")


class CategoryForm(forms.Form):
    """One more category."""

    name = fields.Text("Name of the category", hint="For example, Short breaks.", longest=120)
    code = fields.Text(
        "Short code",
        hint="Small letters, digits and hyphens, for example short-breaks. It never changes.",
        longest=40,
        width=20,
        spellcheck=False,
    )

    def __init__(self, *args: Any, found: SystemPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = reason_field()
        self.fields["notice_reference"] = notice_field(found.regime, "modify")


class MergeForm(forms.Form):
    """One council becomes part of another."""

    council = fields.Radios("Which council is no more?", choices=[], missing="Choose the council that is no more")
    successor = fields.Radios(
        "Which council did it become part of?",
        hint="If it is not in the notice yet, add it first.",
        choices=[],
        missing="Choose the council that it became part of",
    )

    def __init__(self, *args: Any, found: SystemPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(str(row.council_id), row.name) for row in found.partners]
        self.fields["council"].set_choices([one for one in every if one[0] != str(found.system.lead_id)])  # type: ignore[attr-defined]
        self.fields["successor"].set_choices(every)  # type: ignore[attr-defined]
        self.fields["because"] = reason_field()


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def merge(request: PageRequest, system_id: UUID) -> HttpResponse:
    found = _run_by(request, system_id)
    form = MergeForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            merge_council(actor=request.actor, system_id=system_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "It is recorded. The people and the referrals of the council are with the other.")
            return redirect("council:market:system", system_id=system_id)
    return render(request, "web/council/market/partners_merge.jinja", page=found, form=form)


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def add_council(request: PageRequest, system_id: UUID) -> HttpResponse:
    found = _run_by(request, system_id)
    form = CouncilForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            add_partner(actor=request.actor, system_id=system_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The council is added, and the notice is recorded.")
            return redirect("council:market:system", system_id=system_id)
    return render(request, "web/council/market/partners_add.jinja", page=found, form=form)


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def add_category_named(request: PageRequest, system_id: UUID) -> HttpResponse:
    found = _run_by(request, system_id)
    form = CategoryForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            add_category(actor=request.actor, system_id=system_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The category is added. Its criteria can be drafted now.")
            return redirect("council:market:system", system_id=system_id)
    return render(request, "web/council/market/partners_category.jinja", page=found, form=form)


def _run_by(request: PageRequest, system_id: UUID) -> SystemPage:
    found = system_page(request.actor, system_id, request.now)
    if not found.may_run:
        raise NotThere
    return found
