"""More time for one application, where the regime has it (Q13)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.extend_clock import extend_clock
from fairplace.dps.qualification.queries.lead_assessment import lead_application
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class ExtendForm(forms.Form):
    because = fields.LongText(
        "Why does this application need longer?",
        hint="For example, more documents to read or facts to verify. The provider is told.",
        max_words=200,
        rows=4,
        missing="Say why this application needs longer",
    )


@page(Audience.COUNCIL, roles=DESK)
def extend(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = lead_application(request.actor, application_id)
    if row.may_extend_to is None:
        raise NotThere
    form = ExtendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_clock(actor=request.actor, application_id=application_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Extended. The provider is told the new day and the reason.")
            return redirect("council:applications:show", application_id=application_id)
    return render(request, "web/council/applications/extend.jinja", row=row, form=form)
