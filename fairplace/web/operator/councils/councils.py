"""A council is registered and its first administrator invited; from then on it looks after its own people (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries import councils as market
from fairplace.dps.market.queries.the_system import systems
from fairplace.dps.organisations.actions.administrators_gone import AWAY, administrators_gone
from fairplace.dps.organisations.actions.begin_council import begin_council, invite_first_administrator
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


class AdministratorForm(forms.Form):
    """Who looks after the council's people first."""

    person_name = fields.Text("Full name", longest=120, missing="Enter the person's name")
    email = fields.Email("Work e-mail address", missing="Enter the person's e-mail address")


class GoneForm(forms.Form):
    """Why nobody of the council can look after its people any more."""

    because = fields.LongText(
        "How do you know that they are gone?",
        hint="Who asked you, and how you made sure. They and the council’s people with powerful roles read this in an"
        " e-mail.",
        missing="Say how you know that they are gone",
    )


class CouncilForm(AdministratorForm):
    """The council, and that person."""

    name = fields.Text(
        "Name of the council", hint="In full, as in its notices", longest=200, missing="Enter the name of the council"
    )
    ons_code = fields.Text(
        "ONS code",
        hint="A letter and eight digits, for example E10000032",
        longest=20,
        width=10,
        spellcheck=False,
        missing="Enter the ONS code of the council",
    )
    person_name = fields.Text(
        "Who administers its people first?", hint="Full name", longest=120, missing="Enter the person's name"
    )
    email = fields.Email("Their work e-mail address", missing="Enter the person's e-mail address")
    field_order = ("name", "ons_code", "person_name", "email")


@page(Audience.OPERATOR, roles={Role.OPERATOR})
def councils(request: PageRequest) -> HttpResponse:
    """Every council, whether it is in the system, and whether somebody looks after its people."""
    rows = market.councils(request.actor, request.now)
    return render(request, "web/operator/councils/councils.jinja", rows=rows, systems=systems())


@page(Audience.OPERATOR, roles={Role.OPERATOR})
def add(request: PageRequest) -> HttpResponse:
    """Register a council, and invite whoever administers its people first."""
    form = CouncilForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            begin_council(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            said = form.cleaned_data
            messages.success(request, f"{said['name']} is registered. We sent {said['person_name']} a link by e-mail.")
            return redirect("operator:councils:councils")
    return render(request, "web/operator/councils/add.jinja", form=form)


@page(Audience.OPERATOR, roles={Role.OPERATOR})
def administrator(request: PageRequest, council_id: UUID) -> HttpResponse:
    """Invite the first administrator again, or somebody else, while there is none."""
    row = _row(request, council_id, is_administered=False)
    form = AdministratorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_first_administrator(actor=request.actor, council_id=council_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"We sent {form.cleaned_data['person_name']} a link by e-mail.")
            return redirect("operator:councils:councils")
    return render(request, "web/operator/councils/administrator.jinja", form=form, row=row)


@page(Audience.OPERATOR, roles={Role.OPERATOR})
def gone(request: PageRequest, council_id: UUID) -> HttpResponse:
    """Whoever administered its people left without a successor: their role ends, and somebody else can be invited."""
    row = _row(request, council_id, is_administered=True)
    form = GoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            administrators_gone(
                actor=request.actor, council_id=council_id, because=form.cleaned_data["because"], at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Nobody administers the people of {row.name} now. Invite somebody.")
            return redirect("operator:councils:administrator", council_id=council_id)
    return render(request, "web/operator/councils/gone.jinja", form=form, row=row, days=AWAY.days)


def _row(request: PageRequest, council_id: UUID, *, is_administered: bool) -> market.CouncilRow:
    row = next((one for one in market.councils(request.actor, request.now) if one.id == council_id), None)
    if row is None or row.is_administered is not is_administered:
        raise NotThere
    return row
