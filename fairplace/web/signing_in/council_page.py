"""Signing in at a council's own page (X1): by the domain of the e-mail address, there and back.

Nobody is made an account, and nobody of another council comes in: dps.organisations.actions.single_sign_on.come_in.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import asdict
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from fairplace.dps.organisations.actions.single_sign_on import come_in
from fairplace.dps.organisations.queries.single_sign_on import sign_on_by_id, sign_on_for
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.addresses import address
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.page.failures import too_often
from fairplace.web.signing_in.openid import SignInFailed, Try, where_to_go, who_came_back
from fairplace.web.signing_in.sessions import sign_in_as

logger = logging.getLogger(__name__)
_SESSION, LASTS = "council_page", 600  # seconds from going there to coming back
_FAILED = (
    "Signing in at your council's page did not work. Try again. If it happens again, tell whoever administers your"
    " council's people in Fairplace."
)


class AddressForm(forms.Form):
    email = fields.Email("Your work e-mail address", missing="Enter your work e-mail address")


@page(Audience.PUBLIC)
def ask(request: PageRequest) -> HttpResponse:
    """Which council's page it is."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    there = ""
    found = None
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="single_sign_on"):
            return too_often(request)
        found = sign_on_for(form.cleaned_data["email"])
        if found is None:
            form.refuse("No council signs in with such addresses. Sign in with your password.", "email")
        else:
            one_try = Try.new(found)
            try:
                there = where_to_go(found, one_try, _back())
            except SignInFailed as failed:
                logger.warning("Sign-in page of %s: %s", found.id, failed)
                form.refuse("Your council's page does not answer at the moment. Try again in a few minutes.", "email")
            else:
                wanted = request.GET.get("next", "")
                ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
                request.session[_SESSION] = {**asdict(one_try), "at": time.time(), "next": wanted if ours else ""}
    if there and found:
        # A link and not a redirect: our pages let no form lead to another host.
        return render(request, "web/signing_in/council_page_go.jinja", there=there, council=found.organisation_name)
    return render(request, "web/signing_in/council_page.jinja", form=form)


@page(Audience.PUBLIC)
def come_back(request: PageRequest) -> HttpResponse:
    """Whatever fails, fails with one sentence; the log says which check it was."""
    if "state" not in request.GET:
        return redirect("council_page")
    kept = request.session.pop(_SESSION, None)
    try:
        if not isinstance(kept, dict) or time.time() - kept.pop("at") > LASTS:
            raise SignInFailed("Nobody here began it.")
        wanted = kept.pop("next")
        one_try = Try(**kept)
        if not secrets.compare_digest(request.GET.get("state", "").encode(), one_try.state.encode()):
            raise SignInFailed("The state is of another try.")
        sign_on = sign_on_by_id(UUID(one_try.sign_on_id))
        if sign_on is None or not request.GET.get("code"):
            raise SignInFailed("It was refused there, or is switched off here.")
        shown = who_came_back(sign_on, one_try, request.GET["code"], _back())
        person_id = come_in(sign_on_id=sign_on.id, subject=shown.subject, email=shown.email, at=request.now)
    except SignInFailed as failed:
        logger.warning("Nobody came in by a council's page: %s", failed)
        return render(request, "web/signing_in/council_page_failed.jinja", sentence=_FAILED, http_status=403)
    except Refused as refused:
        return render(request, "web/signing_in/council_page_failed.jinja", sentence=refused.sentence, http_status=403)
    sign_in_as(request, person_id, Factor.SINGLE_SIGN_ON)
    return redirect(wanted or "home")


def _back() -> str:
    return settings.PUBLIC_ADDRESS + address("council_page_back")
