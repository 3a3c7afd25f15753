"""Register to apply (Q1): a provider and its first person, confirmed by an e-mailed code; and invited colleagues.

Tries are counted as those of signing in are. Whoever gets to the end has just shown that the e-mail address is
theirs, which is what a code at sign-in shows.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.accept_invitation import accept_invitation
from fairplace.dps.organisations.actions.ask_to_register import ask_to_register, send_registration_code
from fairplace.dps.organisations.actions.finish_registration import WrongCode, finish_registration
from fairplace.dps.organisations.queries.colleagues import invitation_by_link
from fairplace.dps.organisations.rules.registered_numbers import NUMBER_KINDS
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.page.failures import too_often
from fairplace.web.signing_in.sessions import sign_in_as

_SESSION = "registration"
_REVEALS = {"company": ("company",), "charity": ("charity",), "none": ("town",)}


class RegisterForm(forms.Form):
    """The organisation, by a number that it has once, and whoever registers it."""

    organisation_name = fields.Text(
        "Name of your organisation",
        hint="As it is registered. A sole trader’s own name.",
        autocomplete="organization",
        missing="Enter the name of your organisation",
    )
    number_kind = fields.Radios(
        "How is it registered?",
        choices=[Choice(code, name, reveals=_REVEALS[code]) for code, name in NUMBER_KINDS],
        missing="Select how your organisation is registered",
    )
    company = fields.Text(
        "Company number", hint="8 characters, like 01234567", width=10, longest=20, missing="Enter the company number"
    )
    charity = fields.Text(
        "Charity number", hint="6 or 7 figures", width=10, longest=20, missing="Enter the charity number"
    )
    town = fields.Text("Town or city where you work", width=20, longest=100, missing="Enter the town or city")
    person_name = fields.Text("Your full name", autocomplete="name", longest=120, missing="Enter your full name")
    job_title = fields.Text("What you do there", autocomplete="organization-title", longest=120, required=False)
    email = fields.Email("Your work e-mail address", missing="Enter your e-mail address")


class PasswordForm(forms.Form):
    """A password, twice, so that a slip is noticed."""

    password = fields.Password(
        "Choose a password",
        hint="At least 12 characters. Three words that do not belong together are good.",
        autocomplete="new-password",
        missing="Choose a password",
    )
    again = fields.Password("Type it again", autocomplete="new-password", missing="Type the password again")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", "The two passwords differ: type the same twice")
        elif said.get("password"):
            try:
                validate_password(said["password"])
            except ValidationError as weak:
                self.add_error("password", weak)
        return said


class CodeForm(PasswordForm):
    """The code that was e-mailed, and the password for next time."""

    code = fields.Text(
        "The code we sent you",
        width=10,
        inputmode="numeric",
        autocomplete="one-time-code",
        missing="Enter the code we sent you",
    )
    field_order = ("code", "password", "again")


class InvitedForm(PasswordForm):
    """How colleagues know them, and a password."""

    name = fields.Text("Your full name", autocomplete="name", longest=120, missing="Enter your full name")
    field_order = ("name", "password", "again")


@page(Audience.PUBLIC)
def register(request: PageRequest) -> HttpResponse:
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        if not ratelimit.consume(request, action="register", key=said["email"].lower()):
            return too_often(request)
        number = said.pop("company") or "" if said["number_kind"] == "company" else said.get("charity") or ""
        said.pop("company", None)
        said.pop("charity", None)
        try:
            registration_id = ask_to_register(**{**said, "town": said["town"] or ""}, number=number, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            request.session[_SESSION] = str(registration_id)
            return redirect("register_code")
    return render(request, "web/signing_in/register.jinja", form=form)


@page(Audience.PUBLIC)
def register_code(request: PageRequest) -> HttpResponse:
    registration_id = _registration(request)
    if request.method == "POST" and "again" not in request.POST:
        if not ratelimit.consume(request, action="register_code", key=str(registration_id)):
            return too_often(request)
        send_registration_code(registration_id=registration_id, at=request.now)
        messages.success(request, "If a minute has passed since the last one, another code is on its way.")
        return redirect("register_code")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="register_code", key=str(registration_id)):
            return too_often(request)
        try:
            made = finish_registration(
                registration_id=registration_id,
                code=form.cleaned_data["code"],
                password=form.cleaned_data["password"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if not isinstance(made, WrongCode):
                del request.session[_SESSION]
                sign_in_as(request, made, Factor.EMAIL_CODE)
                return redirect("provider:applications:overview")
            form.refuse(made.sentence, "code")
    return render(request, "web/signing_in/register_code.jinja", form=form)


@page(Audience.PUBLIC)
def invited(request: PageRequest, token: str) -> HttpResponse:
    invitation = invitation_by_link(token, request.now)
    if invitation is None:
        raise NotThere
    if not ratelimit.consume(request, action="invited"):
        return too_often(request)
    form = InvitedForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            person_id = accept_invitation(
                token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password"], at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            sign_in_as(request, person_id, Factor.EMAIL_CODE)
            return redirect("home")
    return render(request, "web/signing_in/invited.jinja", form=form, invitation=invitation)


def _registration(request: PageRequest) -> UUID:
    """The registration that this browser began."""
    try:
        return UUID(request.session.get(_SESSION, ""))
    except ValueError:
        raise NotThere from None
