"""People of the provider: who signs in, what they may do, whom we invited (Q1, X8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.administer_person import change_roles
from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.take_back_invitation import take_back_invitation
from fairplace.dps.organisations.queries.colleagues import colleague, colleagues, open_invitations, roles_of_kind
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.people import HINTS, RolesForm, person_shown, switched
from fairplace.web.page import Audience, PageRequest, page, render


class InviteForm(forms.Form):
    """Who, and what for."""

    name = fields.Text("Full name", longest=120, missing="Enter the person's name")
    email = fields.Email("E-mail address", missing="Enter the person's e-mail address")
    roles = fields.Checkboxes(
        "What may this person do?",
        choices=[Choice(code, name, hint=HINTS[code]) for code, name in roles_of_kind("provider")],
        missing="Select what this person may do",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def people(request: PageRequest) -> HttpResponse:
    return render(
        request,
        "web/provider/people/people.jinja",
        people=colleagues(request.actor),
        invited=open_invitations(request.actor, request.now),
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def invite(request: PageRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_colleague(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"We sent {form.cleaned_data['name']} a link by e-mail. It works for 14 days.")
            return redirect("provider:people:people")
    return render(request, "web/provider/people/invite.jinja", form=form)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def take_back(request: PageRequest, invitation_id: UUID) -> HttpResponse:
    if request.method == "POST":
        take_back_invitation(actor=request.actor, invitation_id=invitation_id, at=request.now)
        messages.success(request, "The invitation is taken back. Its link no longer works.")
    return redirect("provider:people:people")


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def person(request: PageRequest, person_id: UUID) -> HttpResponse:
    row = colleague(request.actor, person_id)
    form = RolesForm(request.POST if request.method == "POST" else None, actor=request.actor, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(actor=request.actor, person_id=person_id, roles=form.cleaned_data["roles"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.name}: changed. It counts from the next click.")
            # Whoever has given up administering sees these pages no more.
            return redirect("home" if row.id == request.actor.person_id else "provider:people:people")
    return render(request, "web/components/person.jinja", **person_shown(row, form, "provider:people"))


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def switch(request: PageRequest, person_id: UUID) -> HttpResponse:
    """By a button alone."""
    row = colleague(request.actor, person_id)
    if request.method != "POST":
        return redirect("provider:people:person", person_id=person_id)
    try:
        messages.success(request, switched(request.actor, row, request.now))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("provider:people:person", person_id=person_id)
    return redirect("home" if row.id == request.actor.person_id else "provider:people:people")
