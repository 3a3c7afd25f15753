"""Where allauth meets Fairplace: our messages go through the outbox, nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.queries.single_sign_on import must_use_sign_on
from fairplace.dps.organisations.rules.sign_ins import STRONG
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages.queue import queue_message
from fairplace.web.page.failures import too_often
from fairplace.web.page.render import render
from fairplace.web.signing_in.emailed_codes import open_code, seal_code

# allauth's name of a message -> subject and text
_LETTERS = {
    "account/email/login_code": (
        "Your code for signing in to Fairplace",
        "Your code is {code}\n\nIt works for 10 minutes. If you did not try to sign in, tell whoever runs Fairplace"
        " for your organisation: somebody may know your password.",
    ),
    "account/email/password_reset_code": (
        "Your code for a new Fairplace password",
        "Your code is {code}\n\nIt works for 10 minutes. If you did not ask for a new password, you need do nothing.",
    ),
    "account/email/unknown_account": (
        "You asked to sign in to Fairplace",
        "Somebody asked for a new Fairplace password for this address. There is no account with it."
        " If it was you, try another address, or ask whoever runs Fairplace for your organisation.",
    ),
    "account/email/password_changed": (
        "Your Fairplace password was changed",
        "Your password was changed just now. If it was not you, tell whoever runs Fairplace for your organisation.",
    ),
    "account/email/password_reset": (
        "Your Fairplace password was changed",
        "Your password was changed just now. If it was not you, tell whoever runs Fairplace for your organisation.",
    ),
}

# allauth's name of a message on a page -> ours
_SAID = {
    "account/messages/password_changed.txt": "Your password is changed. Everywhere else you are signed out.",
    "account/messages/logged_out.txt": "You are signed out.",
    "mfa/messages/totp_activated.txt": "From now on we ask for a code from your authenticator app.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """An account is made by the operator or by an organisation's own people, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "This is not the code that we sent you: type the one in our newest e-mail"
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse | None:
        """After the right password. Whoever knows it cannot ask for second steps without end: each sends a code, and
        each allows three guesses at it."""
        response: HttpResponse | None = super().pre_login(request, user, **told)
        if response is None and must_use_sign_on(user.pk):
            clear_login(request)
            sentence = (
                "Your council signs in at its own page: go back, and choose “Sign in at your council’s own page”."
            )
            return render(request, "web/page/refused.jinja", sentence=sentence, http_status=403)
        if response is None and not ratelimit.consume(request, action="second_step", key=str(user.pk)):
            return too_often(request)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Of the account alone. allauth's has the host in it, whose port a visitor may claim anew at every try."""
        return f"sign-in:{str(credentials.get('email', '')).lower()}"

    def is_login_by_code_required(self, login: Any) -> bool:
        """Whoever has an app or a passkey is asked for that instead, by a later stage."""
        if is_mfa_enabled(login.user, STRONG):
            return False
        required: bool = super().is_login_by_code_required(login)
        return required

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **more: Any
    ) -> None:
        """Ours, or none: allauth's own speak of other things than our pages do."""
        sentence = _SAID.get(message_template or "")
        if sentence or more.get("message"):
            super().add_message(request, level, message=sentence or more["message"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Told only after the right password, so it tells nobody else who has an account."""
        sentence = "This account is switched off. Ask whoever runs Fairplace for your organisation."
        return render(request, "web/page/refused.jinja", sentence=sentence, http_status=403)

    def generate_login_code(self) -> str:
        return seal_code(super().generate_login_code())

    def generate_password_reset_code(self) -> str:
        return seal_code(super().generate_password_reset_code())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix not in _LETTERS:
            return
        subject, text = _LETTERS[template_prefix]
        queue_message(
            key=f"signing-in:{new_id()}",
            to=email,
            subject=subject,
            body=text.format(code=open_code(context.get("code", ""))),
            private=True,
        )
