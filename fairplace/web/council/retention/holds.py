"""A legal hold is placed and ended (T5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.custody.actions.holds import end_hold, place_hold
from fairplace.dps.custody.permissions import KEEPER_ROLES
from fairplace.dps.custody.queries.disposals import hold_row
from fairplace.dps.organisations.queries.organisations import providers_by_name
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class PlaceForm(forms.Form):
    scope = fields.Radios(
        "What must be kept?",
        choices=[
            Choice("referral", "One referral", reveals=("reference",)),
            Choice("provider", "Whatever concerns one provider", reveals=("provider_id",)),
            Choice("all", "Everything of your council"),
        ],
        missing="Select what must be kept",
    )
    reference = fields.Text("Reference of the referral", width=20, required=False, mark_optional=False)
    provider_id = fields.Select("Which provider?", required=False, mark_optional=False)
    reason = fields.Text(
        "Why?",
        hint="An inquiry, a claim, a complaint. This is recorded: say nothing that could identify a child.",
        longest=300,
        missing="Say why it must be kept",
    )
    until = fields.Date("Its last day", hint="Leave empty if nobody knows: then it holds until somebody ends it.",
                        required=False)  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider_id"].set_choices([(str(one), name) for one, name in providers_by_name()])  # type: ignore[attr-defined]


class EndForm(forms.Form):
    because = fields.Text("Why may it end?", longest=300, missing="Say why the hold may end")


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def place(request: PageRequest) -> HttpResponse:
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        provider_id = UUID(told["provider_id"]) if told["provider_id"] else None
        try:
            place_hold(actor=request.actor, at=request.now, **{**told, "provider_id": provider_id})
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The hold stands. Nothing that it covers goes, whatever falls due.")
            return redirect("council:retention:report")
    return render(request, "web/council/retention/place_hold.jinja", form=form)


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def end(request: PageRequest, hold_id: UUID) -> HttpResponse:
    row = hold_row(request.actor, hold_id, request.now)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_hold(actor=request.actor, hold_id=hold_id, because=form.cleaned_data["because"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The hold has ended. What falls due may go again.")
            return redirect("council:retention:report")
    return render(request, "web/council/retention/end_hold.jinja", form=form, row=row)
