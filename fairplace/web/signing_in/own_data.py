"""Your own data: what is held about you, and for a bid manager about your provider, as one file (T5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.custody.actions.subject_export import ask_own_export, ask_provider_export, take_export
from fairplace.dps.custody.queries.exports import exports_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.downloads import as_attachment
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.ANYONE_SIGNED_IN)
def own_data(request: PageRequest) -> HttpResponse:
    """Ask, and take what is ready."""
    for_provider = request.actor.is_provider and request.actor.holds(Role.BID_MANAGER.value)
    if request.method == "POST":
        ask = ask_provider_export if for_provider and request.POST.get("about") == "provider" else ask_own_export
        try:
            ask(actor=request.actor, at=request.now)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, "It is being made. It is ready in some seconds: open this page again.")
        return redirect("own_data")
    return render(
        request,
        "web/signing_in/own_data.jinja",
        own=exports_of(request.actor, about="person", at=request.now),
        provider=exports_of(request.actor, about="provider", at=request.now) if for_provider else [],
        for_provider=for_provider,
    )


@page(Audience.ANYONE_SIGNED_IN)
def take(request: PageRequest, export_id: UUID) -> HttpResponse:
    """The zip; each download is recorded."""
    return as_attachment(take_export(actor=request.actor, export_id=export_id, at=request.now))
