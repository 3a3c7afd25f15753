"""One insurance: what the evidence library has, and a form for another certificate (§7.4, Q6)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.rules.insurance import best_held, insurance_fault
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_to, today, unsent
from fairplace.web.provider.evidence.certificate_form import CertificateForm


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def insurance(request: PageRequest, application_id: UUID, code: str) -> HttpResponse:
    row = unsent(request, application_id)
    question = next((one for one in row.questions if one.code == code and one.kind == "evidence"), None)
    if question is None:
        raise NotThere
    form = CertificateForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(actor=request.actor, kind=question.evidence, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to(row)
    return render(
        request,
        "web/provider/applications/insurance.jinja",
        row=row,
        form=form,
        question=question,
        held=best_held(question.evidence, row.evidence, today(request)),
        fault=insurance_fault(question, row.evidence, today(request)),
    )
