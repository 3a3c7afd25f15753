"""Where allauth meets Fairplace: our messages go through the outbox, nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages.queue import queue_message
from fairplace.web.page.render import render

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
    "account/email/password_reset": (
        "Your Fairplace password was changed",
        "Your password was changed just now. If it was not you, tell whoever runs Fairplace for your organisation.",
    ),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """An account is made by the operator or by an organisation's own people, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "This is not the code that we sent you: type the one in our newest e-mail"
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Told only after the right password, so it tells nobody else who has an account."""
        sentence = "This account is switched off. Ask whoever runs Fairplace for your organisation."
        return render(request, "web/page/refused.jinja", sentence=sentence, http_status=403)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix not in _LETTERS:
            return
        subject, text = _LETTERS[template_prefix]
        queue_message(
            key=f"signing-in:{new_id()}",
            to=email,
            subject=subject,
            body=text.format(code=context.get("code", "")),
            private=True,
        )
