"""Check every answer, confirm, and send (Q2); then the receipt."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.queries.application_file import application_file
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.queries.receipt import receipt_of, receipt_pdf
from fairplace.dps.qualification.rules.clock import decide_by
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted, moment, weekday
from fairplace.web.components.rows import Fact, Reason
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.answers_shown import answer_sections
from fairplace.web.provider.applications.own import FEW, line_title, today, unsent
from fairplace.web.provider.applications.question_pages import href
from fairplace.web.provider.roles import FILL_IN


class DeclarationForm(forms.Form):
    """Said by whoever sends it."""

    true = fields.Tick(
        "I may send this for my organisation, and everything in it is true and complete",
        missing="Tick the box to say that everything is true and that you may send it",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def check_and_send(request: PageRequest, application_id: UUID) -> HttpResponse:
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            submit_application(actor=request.actor, application_id=application_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("provider:applications:sent", application_id=application_id)
    row = unsent(request, application_id)
    sections = answer_sections(row, today(request), may_change=True)
    return render(
        request,
        "web/provider/applications/check.jinja",
        row=row,
        form=form,
        decide_by=decide_by(request.now, regime_of(the_system().regime).decide_within),
        sections=sections if len(row.lines) <= FEW else sections[:1],
        folded=[] if len(row.lines) <= FEW else sections[1:],
        reasons=_reasons(row),
    )


def _reasons(row: ProviderApplication) -> list[Reason]:
    """What is not ready: of few lines each thing, of many how much there is for each, with the way there."""
    tasks = reverse("provider:applications:show", args=[row.application.id])
    if row.outdated:
        changed = reverse("provider:applications:changed", args=[row.application.id])
        return [Reason("The criteria have changed: bring your answers up to date", changed)]
    reasons = [Reason(one.sentence, tasks) for one in row.left.provider]
    for line in row.lines:
        left, page_ = row.left.lines.get(line.line.id, []), href("line", row, line.line.id)
        if len(row.lines) <= FEW:
            reasons += [Reason(f"{line.establishment.name}: {one.sentence}", page_) for one in left]
        elif left:
            reasons.append(Reason(f"{line_title(line)}: {counted(len(left), 'thing')} left", page_))
    return reasons


@page(Audience.PROVIDER, roles=FILL_IN)
def sent(request: PageRequest, application_id: UUID) -> HttpResponse:
    receipt = receipt_of(request.actor, application_id)
    return render(
        request,
        "web/provider/applications/sent.jinja",
        receipt=receipt,
        facts=[
            Fact("Received", moment(receipt.sent_at)),
            Fact("Sent by", receipt.sent_by),
            Fact("Decision by", weekday(receipt.decide_by)),
            Fact("Places", f"{len(receipt.lines)}"),
            Fact("Digest (SHA-256)", receipt.sha256, "Of the file with every answer: it proves what was sent"),
        ],
    )


@page(Audience.PROVIDER, roles=FILL_IN)
def receipt(request: PageRequest, application_id: UUID) -> HttpResponse:
    """The receipt as PDF."""
    found = receipt_of(request.actor, application_id)
    response = HttpResponse(receipt_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.reference}.pdf"'
    return response


@page(Audience.PROVIDER, roles=FILL_IN)
def file(request: PageRequest, application_id: UUID) -> HttpResponse:
    """Every answer, as JSON: of a sent application word for word what its digest is of (Q12)."""
    response = HttpResponse(application_file(request.actor, application_id), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="application.json"'
    return response
