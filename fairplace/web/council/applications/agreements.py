"""Agreements of accreditation that wait for a signature, and signing for the lead authority (Q11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.dps.qualification.queries.agreements import agreement_document, agreement_of, agreements_to_sign
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.line_status import line_status
from fairplace.web.components.signing import SignForm
from fairplace.web.council.applications.roles import SIGNERS
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=SIGNERS)
def waiting(request: PageRequest) -> HttpResponse:
    if request.actor.organisation_id != the_system().lead_id:
        raise NotThere
    rows = agreements_to_sign(request.actor)
    return render(
        request,
        "web/council/applications/agreements.jinja",
        yours=[row.line for row in rows if row.yours],
        theirs=[row.line for row in rows if not row.yours],
        back=_desk(request),
        at_desk=bool(_desk(request)),
    )


@page(Audience.COUNCIL, roles=SIGNERS)
def agreement(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = agreement_of(request.actor, line_id)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_line_agreement(
                actor=request.actor,
                line_id=line_id,
                name_typed=form.cleaned_data["name_typed"],
                at=request.now,
                read=request.POST.get("read", ""),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Signed by both sides. The place is on the system from now on.")
            return redirect("council:applications:agreement", line_id=line_id)
    return render(
        request,
        "web/components/agreements/accreditation.jinja",
        agreement=row,
        form=form,
        status=line_status(row.line.standing),
        back=reverse("council:applications:agreements"),
        document=reverse("council:applications:agreement_document", args=[line_id]),
    )


@page(Audience.COUNCIL, roles=SIGNERS)
def document(request: PageRequest, line_id: UUID) -> HttpResponse:
    """The paper, sealed with the signatures that it has so far."""
    return as_attachment(agreement_document(request.actor, line_id))


def _desk(request: PageRequest) -> str:
    at_desk = request.actor.holds(Role.PROCUREMENT_OFFICER.value, Role.CONTRACT_MANAGER.value)
    return reverse("council:applications:queue") if at_desk else ""
