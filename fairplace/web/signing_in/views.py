"""Sign in by password and an e-mailed code (X1); a new password by an e-mailed code; sign out.

The views are allauth's, which limits rates and hides who has an account; pages and addresses are ours.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.page import Audience, PageRequest, page


def without_hints(form: Any) -> Any:
    """allauth puts a link to a new password beside the field; our pages say so below, once."""
    for field in form.fields.values():
        field.help_text = ""
    return form


class _SignIn(allauth.LoginView):  # type: ignore[misc]
    template_name = "web/signing_in/sign_in.jinja"

    def get_form(self, form_class: Any = None) -> Any:
        return without_hints(super().get_form(form_class))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "demo": settings.DEMO,
            "next_page": self.request.GET.get("next", ""),
        }


class _Code(allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = "web/signing_in/code.jinja"


class _SignOut(allauth.LogoutView):  # type: ignore[misc]
    template_name = "web/signing_in/sign_out.jinja"


class _NewPassword(allauth.PasswordResetView):  # type: ignore[misc]
    template_name = "web/signing_in/new_password.jinja"


class _NewPasswordCode(allauth.ConfirmPasswordResetCodeView):  # type: ignore[misc]
    template_name = "web/signing_in/new_password_code.jinja"


class _ChoosePassword(allauth.CompletePasswordResetView):  # type: ignore[misc]
    template_name = "web/signing_in/choose_password.jinja"


sign_in = page(Audience.PUBLIC)(_SignIn.as_view())
enter_code = page(Audience.PUBLIC)(_Code.as_view())
sign_out = page(Audience.PUBLIC)(_SignOut.as_view())
ask_new_password = page(Audience.PUBLIC)(_NewPassword.as_view())
enter_new_password_code = page(Audience.PUBLIC)(_NewPasswordCode.as_view())
choose_password = page(Audience.PUBLIC)(_ChoosePassword.as_view())


@page(Audience.PUBLIC)
def password_changed(request: PageRequest) -> HttpResponse:
    return redirect("account_login")


@page(Audience.PUBLIC)
def no_sign_up(request: PageRequest) -> HttpResponse:
    """Accounts are made for people, not by them; allauth links here all the same."""
    return redirect("public:how_to_join")


# The first of these that somebody holds says which page is theirs.
_COUNCIL_HOMES = (
    (Role.PLACEMENT_OFFICER, "council:referrals:open_referrals"),
    (Role.PROCUREMENT_OFFICER, "council:applications:queue"),
    (Role.CONTRACT_MANAGER, "council:applications:queue"),
    (Role.CATEGORY_LEAD, "council:categories:board"),
    (Role.EVALUATOR, "council:marking:to_score"),
    (Role.OPENER, "council:opening:to_open"),
    (Role.COUNCIL_SIGNATORY, "council:agreements:to_sign"),
    (Role.ADMINISTRATOR, "council:people:people"),
)


@page(Audience.ANYONE_SIGNED_IN)
def home(request: PageRequest) -> HttpResponse:
    """Everyone lands on what they come for (requirements: "People who use it")."""
    return redirect(_home_of(request.actor))


def _home_of(actor: Actor) -> str:
    if actor.is_provider:
        return "provider:applications:overview" if actor.roles == {Role.HELPER.value} else "provider:tasks"
    if actor.is_operator:
        return "operator:health"
    return next((name for role, name in _COUNCIL_HOMES if actor.holds(role.value)), "account")
