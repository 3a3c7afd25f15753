"""People of the provider: who signs in, what they may do, whom we invited (Q1, X8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.take_back_invitation import take_back_invitation
from fairplace.dps.organisations.queries.colleagues import PROVIDER_ROLES, colleagues, open_invitations
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render

_HINTS = {
    Role.BID_MANAGER.value: "Fills in and sends applications, answers referrals, invites people",
    Role.PROVIDER_SIGNATORY.value: "Signs agreements",
    Role.HELPER.value: "Sees and fills in your applications and evidence. Cannot send or sign, and sees no referral",
}


class InviteForm(forms.Form):
    """Who, and what for."""

    name = fields.Text("Full name", longest=120, missing="Enter the person's name")
    email = fields.Email("E-mail address", missing="Enter the person's e-mail address")
    roles = fields.Checkboxes(
        "What may this person do?",
        choices=[Choice(code, name, hint=_HINTS[code]) for code, name in PROVIDER_ROLES],
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
