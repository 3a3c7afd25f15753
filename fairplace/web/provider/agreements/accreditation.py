"""The agreement of accreditation of one line, read and signed by the provider (Q11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.dps.qualification.queries.agreements import agreement_document, agreement_of
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.line_status import line_status
from fairplace.web.components.signing import SignForm
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def accreditation(request: PageRequest, line_id: UUID) -> HttpResponse:
    agreement = agreement_of(request.actor, line_id)
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
            messages.success(request, "You have signed. The place joins when the lead authority has signed too.")
            return redirect("provider:agreements:accreditation", line_id=line_id)
    return render(
        request,
        "web/components/agreements/accreditation.jinja",
        agreement=agreement,
        form=form,
        status=line_status(agreement.line.standing),
        back=reverse("provider:applications:overview"),
        document=reverse("provider:agreements:accreditation_document", args=[line_id]),
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def document(request: PageRequest, line_id: UUID) -> HttpResponse:
    """The paper, sealed with the signatures that it has so far."""
    return as_attachment(agreement_document(request.actor, line_id))
