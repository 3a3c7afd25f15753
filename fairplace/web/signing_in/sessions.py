"""Every way in begins a sign-in that can be seen and ended; every way out ends it (X1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset
from django.contrib.auth import get_user_model, login
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from fairplace.dps.organisations.actions.sign_ins import begin_sign_in, end_other_sign_ins, finish_sign_in
from fairplace.dps.organisations.rules.sign_ins import Factor, browser_of
from fairplace.web.page.door import SIGN_IN_KEY

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def watch() -> None:
    """Connect to Django's and allauth's signals, once."""
    user_logged_in.connect(_began, dispatch_uid="sign-in-began")
    user_logged_out.connect(_ended, dispatch_uid="sign-in-ended")
    password_changed.connect(_password_changed, dispatch_uid="sign-in-password-changed")
    password_reset.connect(_password_changed, dispatch_uid="sign-in-password-reset")


def sign_in_as(request: HttpRequest, person_id: UUID, factor: Factor) -> None:
    """A way in of our own: who it is has been shown already. Whoever was signed in here is so no longer."""
    _ended(None, request)
    request.shown_factor = factor  # type: ignore[attr-defined]
    login(request, get_user_model().objects.get(pk=person_id), backend=_BACKEND)


def sign_in_here(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.session.get(SIGN_IN_KEY, ""))
    except ValueError:
        return None


def _began(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    browser = browser_of(str(request.META.get("HTTP_USER_AGENT", "")))
    made = begin_sign_in(person_id=user.pk, browser=browser, factor=_shown(request, user))
    request.session[SIGN_IN_KEY] = str(made)


def _shown(request: HttpRequest, user: Any) -> Factor:
    """The strongest thing that was shown just now."""
    ours: Factor | None = getattr(request, "shown_factor", None)
    if ours:
        return ours
    for record in reversed(get_authentication_records(request, user)):
        if record["method"] == "mfa":
            return Factor(record["type"])
        if record["method"] == "code":
            return Factor.EMAIL_CODE
    return Factor.NONE


def _ended(sender: Any, request: HttpRequest, **_: Any) -> None:
    here = sign_in_here(request)
    if here:
        finish_sign_in(sign_in_id=here)


def _password_changed(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Their sessions are dead by the new password already; this keeps the list true."""
    end_other_sign_ins(person_id=user.pk, keep=sign_in_here(request))
