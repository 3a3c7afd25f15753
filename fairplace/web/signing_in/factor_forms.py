"""allauth's forms for second factors, with our words, and with a limit on wrong codes that a day cannot wear down."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm

from fairplace.foundations.encryption.passing import open_passing, seal_passing
from fairplace.govuk import fields


def _code(label: str) -> fields.Text:
    return fields.Text(
        label, width=10, inputmode="numeric", autocomplete="one-time-code", spellcheck=False, missing="Enter the code"
    )


class _Counted:
    """Five wrong codes in five minutes are allauth's limit: worn down for a day that would be over a thousand tries."""

    user: Any

    def clean_code(self) -> str:
        key = f"second-factor-{self.user.pk}"
        if not ratelimit.consume(context.request, action="second_factor", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        ratelimit.clear(context.request, action="second_factor", key=key)
        return code


class SecondStepForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    code = _code("Code from your authenticator app, or a recovery code")


class AgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    code = _code("Code from your authenticator app, or a recovery code")


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """Until the code shows that the app has it, the key lies sealed in the session. allauth's form keeps it plain."""

    code = _code("The 6 figures that the app shows")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super(ActivateTOTPForm, self).__init__(*args, **kwargs)
        kept = context.request.session.get(SECRET_SESSION_KEY, "") if self.is_bound else ""
        self.secret = open_passing(kept, what=SECRET_SESSION_KEY, owner=user.pk) or generate_totp_secret()
        context.request.session[SECRET_SESSION_KEY] = seal_passing(self.secret, what=SECRET_SESSION_KEY, owner=user.pk)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = fields.Text(
        "What do you call it?",
        hint="So that you know it in the list: “Work laptop”, “Blue security key”",
        longest=60,
        required=False,
    )
