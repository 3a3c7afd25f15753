"""Take a place back after sending, before it is accredited (A1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.dps.qualification.rules.lifecycle import LineStanding, may_become
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


class WithdrawForm(forms.Form):
    """A reason helps the councils and is not owed."""

    because = fields.LongText("Why?", max_words=150, rows=4, required=False)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def withdraw(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = application_of(request.actor, application_id, request.now)
    line = row.line(line_id)
    if row.application.submitted_at is None or not may_become(line.line.standing, LineStanding.WITHDRAWN):
        raise NotThere
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_line(actor=request.actor, line_id=line_id, because=form.cleaned_data["because"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, f"{line.establishment.name} is taken back. You can apply for it again at any time."
            )
            return redirect("provider:applications:overview")
    return render(request, "web/provider/applications/withdraw.jinja", row=row, line=line, form=form)
