"""The evidence library: uploaded once, used until it expires (Q6)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.queries.evidence import KINDS, EvidenceRow, evidence_of, own_document
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.evidence.certificate_form import CertificateForm

SOON = 60  # days: the first reminder (Q6)


class EvidenceForm(CertificateForm):
    """A certificate of any kind."""

    kind = fields.Radios("What is it?", choices=KINDS, missing="Select what the document is")
    field_order = ("kind", "upload", "issued_on", "expires_on", "cover")


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def library(request: PageRequest) -> HttpResponse:
    assert request.actor.organisation_id is not None
    rows = evidence_of(request.actor.organisation_id)
    newest: dict[str, EvidenceRow] = {}
    for row in sorted(rows, key=lambda one: one.expires_on, reverse=True):
        newest.setdefault(row.kind, row)
    return render(
        request,
        "web/provider/evidence/library.jinja",
        rows=[(row, _status(request, row, row is newest[row.kind])) for row in rows],
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def add(request: PageRequest) -> HttpResponse:
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"kind": request.GET.get("kind")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The document is in your library and counts from now on.")
            return redirect("provider:evidence:library")
    return render(request, "web/provider/evidence/add.jinja", form=form)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def document(request: PageRequest, document_id: UUID) -> HttpResponse:
    found = own_document(request.actor, document_id)
    if found is None:
        raise NotThere
    return as_attachment(found)


def _status(request: PageRequest, row: EvidenceRow, is_newest: bool) -> Status:
    days = (row.expires_on - request.now.astimezone(LONDON).date()).days
    if days < 0:
        return Status("Expired", "bad" if is_newest else "quiet")
    if not is_newest:
        return Status("Replaced", "quiet")
    return Status("Expires soon", "warning") if days <= SOON else Status("In force", "good")
