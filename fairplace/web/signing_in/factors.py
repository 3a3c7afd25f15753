"""Adding and removing what you sign in with beside the password, each after showing again that it is you (X1).

The views are allauth's, which keep the ceremonies; pages, words, addresses and the record are ours. A passkey needs
JavaScript, the one thing here that does; the other ways do without.
"""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from qrcode.main import QRCode

from fairplace.dps.organisations.actions.factors import record_factor
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page
from fairplace.web.signing_in.factors_adapter import FactorsAdapter
from fairplace.web.signing_in.views import without_hints

QUIET_ZONE = 4  # modules of white around it, which scanners need
ACCOUNT = reverse_lazy("account")
_PASSKEY = Authenticator.Type.WEBAUTHN


def qr_code(text: str) -> dict[str, Any]:
    """One path for all dark squares: an inline drawing that needs no style and no script."""
    code = QRCode(border=QUIET_ZONE)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"size": len(matrix), "path": path}


def _options(told: dict[str, Any], name: str) -> str:
    return json.dumps(told["js_data"][name], cls=DjangoJSONEncoder)


class _Recorded:
    """Of a factor that is added or removed: the record, and a letter to its owner."""

    request: Any

    def recorded(self, factor: Factor, *, added: bool) -> None:
        record_factor(actor=self.request.actor, added=added, factor=factor, at=self.request.now)


class _SecondStep(base.AuthenticateView):  # type: ignore[misc]
    template_name = "web/signing_in/second_step.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        user = self.stage.login.user
        has = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        passkey = Authenticator.Type.WEBAUTHN.value in has
        only_passkey = has <= {Authenticator.Type.WEBAUTHN.value, Authenticator.Type.RECOVERY_CODES.value}
        return {
            **told,
            "forms": [told["form"], told["webauthn_form"]],
            "options": _options(told, "request_options") if passkey else "",
            "only_passkey": passkey and only_passkey,
        }


class _AddApp(_Recorded, totp.ActivateTOTPView):  # type: ignore[misc]
    template_name = "web/signing_in/add_app.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        secret = told["form"].secret
        spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return {**told, "qr": qr_code(told["totp_url"]), "secret": spaced}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.recorded(Factor.AUTHENTICATOR_APP, added=True)
        return response


class _RemoveApp(_Recorded, totp.DeactivateTOTPView):  # type: ignore[misc]
    template_name = "web/signing_in/remove_factor.jinja"
    success_url = ACCOUNT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_to_remove(self.authenticator)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.recorded(Factor.AUTHENTICATOR_APP, added=False)
        return response


class _AddPasskey(_Recorded, webauthn.AddWebAuthnView):  # type: ignore[misc]
    template_name = "web/signing_in/add_passkey.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        told.setdefault("form", kwargs.get("form") or self.get_form())
        return {**told, "options": _options(told, "creation_options")}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.recorded(Factor.PASSKEY, added=True)
        return response


class _RemovePasskey(_Recorded, webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "web/signing_in/remove_factor.jinja"
    success_url = ACCOUNT
    pk_url_kwarg = "factor_id"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Another's is not there, before anybody is asked for a password."""
        if not self.get_queryset().filter(pk=kwargs["factor_id"]).exists():
            raise NotThere
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_to_remove(self.object)}

    def form_valid(self, form: Any) -> HttpResponse:
        if not FactorsAdapter().can_delete_authenticator(self.object):
            raise Refused(FactorsAdapter.error_messages["cannot_delete_authenticator"] + ".")
        response: HttpResponse = super().form_valid(form)
        self.recorded(Factor.PASSKEY, added=False)
        return response


def _to_remove(one: Authenticator) -> dict[str, Any]:
    """The last one takes the recovery codes with it, which allauth does and the page says."""
    stronger = Authenticator.objects.filter(user_id=one.user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return {
        "what": f"the passkey “{one.wrap().name}”" if one.type == _PASSKEY else "the authenticator app",
        "may": FactorsAdapter().can_delete_authenticator(one),
        "is_last": stronger.count() == 1,
    }


class _RecoveryCodes(recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "web/signing_in/recovery_codes.jinja"


class _NewRecoveryCodes(_Recorded, recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "web/signing_in/new_recovery_codes.jinja"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.recorded(Factor.RECOVERY_CODE, added=True)
        return response


class _Possible:
    """Whoever has nothing to show again (nobody is asked to) is led back instead of being refused."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("account")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class _Again(_Possible, allauth.ReauthenticateView):  # type: ignore[misc]
    template_name = "web/signing_in/again.jinja"

    def get_form(self, form_class: Any = None) -> Any:
        return without_hints(super().get_form(form_class))


class _AgainByCode(_Possible, base.ReauthenticateView):  # type: ignore[misc]
    template_name = "web/signing_in/again.jinja"


class _AgainByPasskey(_Possible, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "web/signing_in/again_by_passkey.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        told.setdefault("form", kwargs.get("form") or self.get_form())
        return {**told, "options": _options(told, "request_options"), **self.alternatives()}

    def alternatives(self) -> dict[str, Any]:
        return {"reauthentication_alternatives": self.get_reauthentication_alternatives()}

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return response


class _ChangePassword(allauth.PasswordChangeView):  # type: ignore[misc]
    template_name = "web/signing_in/change_password.jinja"
    success_url = ACCOUNT

    def get_form(self, form_class: Any = None) -> Any:
        return without_hints(super().get_form(form_class))

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


_own = page(Audience.ANYONE_SIGNED_IN, before_factor=True)
second_step = page(Audience.PUBLIC)(_SecondStep.as_view())
add_app = _own(_AddApp.as_view())
remove_app = _own(_RemoveApp.as_view())
add_passkey = _own(_AddPasskey.as_view())
remove_passkey = _own(_RemovePasskey.as_view())
recovery_codes = _own(_RecoveryCodes.as_view())
new_recovery_codes = _own(_NewRecoveryCodes.as_view())
again = _own(_Again.as_view())
again_by_code = _own(_AgainByCode.as_view())
again_by_passkey = _own(_AgainByPasskey.as_view())
change_password = _own(_ChangePassword.as_view())


@_own
def index(request: PageRequest) -> HttpResponse:
    """allauth leads here after it has changed something."""
    return redirect("account")
