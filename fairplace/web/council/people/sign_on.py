"""The council's own sign-in page: proposed and switched off by one person; web/people/sign_on.py agrees (X1)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.single_sign_on import end_sign_on, propose_sign_on
from fairplace.dps.organisations.queries.single_sign_on import sign_ons
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.addresses import address
from fairplace.web.page import Audience, PageRequest, page, render


class SignOnForm(forms.Form):
    issuer = fields.Text(
        "Issuer", hint="As your sign-in service shows it, like https://login.example.gov.uk", longest=300,
        missing="Enter the issuer's address",
    )  # fmt: skip
    client_id = fields.Text("Client ID", longest=300, missing="Enter the client ID")
    client_secret = fields.Password(
        "Client secret", hint="Leave it empty to keep the one in force at the same issuer", required=False
    )
    email_domain = fields.Text(
        "E-mail domain", hint="What stands after the @ in your people's addresses, and in your own", longest=200,
        missing="Enter the e-mail domain",
    )  # fmt: skip
    is_required = fields.Radios(
        "Is the password still enough?",
        choices=[
            ("no", "Yes, people choose"),
            ("yes", "No, they sign in at our page; only those who administer our people keep the password"),
        ],
        missing="Say whether the password is still enough",
    )


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def sign_on(request: PageRequest) -> HttpResponse:
    form = SignOnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            propose_sign_on(
                actor=request.actor,
                issuer=said["issuer"],
                client_id=said["client_id"],
                client_secret=said["client_secret"] or "",
                email_domain=said["email_domain"],
                is_required=said["is_required"] == "yes",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Proposed. A second person has been asked to agree; until then nothing changes.")
            return redirect("council:people:sign_on")
    back = settings.PUBLIC_ADDRESS + address("council_page_back")
    return render(request, "web/council/people/sign_on.jinja", form=form, rows=sign_ons(request.actor), back=back)


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def end(request: PageRequest) -> HttpResponse:
    """By a button alone."""
    if request.method != "POST":
        raise NotThere
    end_sign_on(actor=request.actor, at=request.now)
    messages.success(request, "Switched off. Your people sign in with their passwords.")
    return redirect("council:people:sign_on")
