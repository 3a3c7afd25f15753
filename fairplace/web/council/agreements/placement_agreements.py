"""Placement agreements as the council reads and signs them (K1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.drafts import drafts_to_agree
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.queries.agreements import agreement, agreement_document, agreements_of
from fairplace.dps.qualification.queries.agreements import agreements_to_sign
from fairplace.dps.qualification.queries.rounds import rounds_to_approve
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.agreements.placement import placement_page
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.signing import SignForm
from fairplace.web.council.referrals.also_waiting import also_waiting
from fairplace.web.page import Audience, PageRequest, page, render

_ROLES = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)


@page(Audience.COUNCIL, roles=_ROLES)
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
            return redirect("council:agreements:placement", agreement_id=row.id)
    shown = placement_page(
        row,
        form,
        back="council:agreements:to_sign",
        document="council:agreements:placement_document",
        now=request.now,
    )
    return render(request, "web/components/agreements/placement.jinja", **shown)


@page(Audience.COUNCIL, roles=_ROLES)
def document(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """The PDF, which names the child: each download is recorded."""
    return as_attachment(agreement_document(actor=request.actor, agreement_id=agreement_id))


@page(Audience.COUNCIL)
def to_sign(request: PageRequest) -> HttpResponse:
    """Placement agreements of this council, those that wait for its signature first."""
    rows = agreements_of(request.actor)
    return render(
        request,
        "web/council/agreements/to_sign.jinja",
        waiting=[row for row in rows if row.may_sign],
        others=[row for row in rows if not row.may_sign],
        drafts=drafts_to_agree(request.actor),
        rounds=rounds_to_approve(request.actor),
        also=also_waiting(request.actor, request.now),
        accreditations=[row.line for row in agreements_to_sign(request.actor) if row.yours],
    )
