"""Check every answer, confirm, and send (Q2); then the receipt."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.rows import Reason
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.answers_shown import answer_sections
from fairplace.web.provider.applications.own import today, unsent


class DeclarationForm(forms.Form):
    """Said by whoever sends it."""

    true = fields.Tick(
        "I may send this for my organisation, and everything in it is true and complete",
        missing="Tick the box to say that everything is true and that you may send it",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def check_and_send(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            submit_application(actor=request.actor, application_id=application_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("provider:applications:sent", application_id=application_id)
    tasks = reverse("provider:applications:show", args=[application_id])
    return render(
        request,
        "web/provider/applications/check.jinja",
        row=row,
        form=form,
        sections=answer_sections(row, today(request), may_change=True),
        reasons=[Reason(one.sentence, tasks) for one in row.left.every],
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def sent(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = application_of(request.actor, application_id, request.now)
    if row.application.submitted_at is None:
        raise NotThere
    return render(request, "web/provider/applications/sent.jinja", row=row)
