"""Your account: what you sign in with, where you are signed in, and ending that (X1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.sign_ins import end_every_sign_in, end_sign_in
from fairplace.dps.organisations.queries.factors import demands_strong_factor
from fairplace.dps.organisations.queries.sign_ins import sign_ins_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.signing_in.sessions import sign_in_here

RECOVERY = Authenticator.Type.RECOVERY_CODES


@page(Audience.ANYONE_SIGNED_IN, before_factor=True)
def account(request: PageRequest) -> HttpResponse:
    user: Any = request.user
    own = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((one.wrap() for one in own if one.type == RECOVERY), None)
    return render(
        request,
        "web/signing_in/account.jinja",
        email=user.email,
        has_password=user.has_usable_password(),
        roles=[role.label for role in Role if request.actor.holds(role.value)],
        app=next((one for one in own if one.type == Authenticator.Type.TOTP), None),
        passkeys=[one for one in own if one.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.get_unused_codes()) if codes else None,
        demanded=demands_strong_factor(user.pk),
        sign_ins=sign_ins_of(
            request.actor,
            sign_in_here(request) or UUID(int=0),
            idle=settings.SESSION_IDLE,
            longest=settings.SESSION_LONGEST,
        ),
        idle_minutes=int(settings.SESSION_IDLE.total_seconds() // 60),
        longest_hours=int(settings.SESSION_LONGEST.total_seconds() // 3600),
    )


@page(Audience.ANYONE_SIGNED_IN, before_factor=True)
def strengthen(request: PageRequest) -> HttpResponse:
    """Where whoever lacks what their organisation demands is led before anything else."""
    if Authenticator.objects.filter(user=request.user).exclude(type=RECOVERY).exists():
        return redirect("home")
    return render(request, "web/signing_in/strengthen.jinja")


@page(Audience.ANYONE_SIGNED_IN, before_factor=True)
def end(request: PageRequest, sign_in_id: UUID) -> HttpResponse:
    """By a button alone."""
    if request.method != "POST":
        raise NotThere
    end_sign_in(actor=request.actor, sign_in_id=sign_in_id)
    if sign_in_id == sign_in_here(request):
        logout(request)
        return redirect("account_login")
    messages.success(request, "Signed out there. If you did not know that browser, change your password now.")
    return redirect("account")


@page(Audience.ANYONE_SIGNED_IN, before_factor=True)
def end_all(request: PageRequest) -> HttpResponse:
    """By a button alone; here too."""
    if request.method != "POST":
        return redirect("account")
    end_every_sign_in(actor=request.actor)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")
