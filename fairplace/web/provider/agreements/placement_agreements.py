"""Placement agreements as the provider reads and signs them (K1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.premium import say_reached
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.queries.agreements import agreement, agreement_document, agreements_of
from fairplace.dps.placements.queries.premiums import premium_of
from fairplace.dps.qualification.queries.agreements import agreements_to_sign
from fairplace.dps.qualification.queries.terms_held import terms_to_accept
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.components.agreements.placement import placement_page
from fairplace.web.components.agreements.premium import SayReachedForm
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.signing import SignForm
from fairplace.web.page import Audience, PageRequest, page, render

_ROLES = (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY)


@page(Audience.PROVIDER, roles=_ROLES)
def show(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: what was agreed, who has signed, the document, and the signature where it is this side's turn."""
    row = agreement(actor=request.actor, agreement_id=agreement_id)
    form = SignForm(request.POST or None) if row.may_sign else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            sign_agreement(
                actor=request.actor, agreement_id=row.id, name_typed=form.cleaned_data["name_typed"], at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"You have signed {row.reference}.")
            return redirect("provider:agreements:placement", agreement_id=row.id)
    shown = placement_page(
        row,
        form,
        back="provider:agreements:list",
        document="provider:agreements:placement_document",
        now=request.now,
        premium=premium_of(actor=request.actor, agreement_id=row.id, at=request.now),
        premium_href=reverse("provider:agreements:premium", args=[row.id]) if _says(request) else "",
        premium_label="Say that it has been reached",
    )
    return render(request, "web/components/agreements/placement.jinja", **shown)


def _says(request: PageRequest) -> bool:
    return request.actor.holds(Role.BID_MANAGER.value)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def premium(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """What the premium is paid for has been reached: with what shows it (C8)."""
    row = premium_of(actor=request.actor, agreement_id=agreement_id, at=request.now)
    if row is None or not row.can_be_said:
        raise NotThere
    form = SayReachedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            say_reached(actor=request.actor, agreement_id=agreement_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The council is told, and decides.")
            return redirect("provider:agreements:placement", agreement_id=agreement_id)
    return render(request, "web/provider/agreements/premium.jinja", form=form, premium=row)


@page(Audience.PROVIDER, roles=_ROLES)
def document(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """The PDF, which names the child: each download is recorded."""
    return as_attachment(agreement_document(actor=request.actor, agreement_id=agreement_id))


@page(Audience.PROVIDER, roles=_ROLES)
def placements_list(request: PageRequest) -> HttpResponse:
    """Placement agreements of this provider, those that wait for its signature first."""
    rows = agreements_of(request.actor)
    return render(
        request,
        "web/provider/agreements/placement_list.jinja",
        waiting=[row for row in rows if row.may_sign],
        others=[row for row in rows if not row.may_sign],
        asked=sum(len(one.lines) for one in terms_to_accept(request.actor)),
        accreditations=[row.line for row in agreements_to_sign(request.actor) if row.yours],
    )
