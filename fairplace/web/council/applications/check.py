"""One check of due diligence: where somebody looked, and what they found (Q14)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.record_due_diligence import record_due_diligence
from fairplace.dps.qualification.queries.lead_assessment import lead_line
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Fact
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class CheckForm(forms.Form):
    """What was found."""

    outcome = fields.Radios(
        "What did you find?",
        choices=[
            Choice("clear", "Clear"),
            Choice("concern", "A concern", hint="The line cannot be approved while it stands."),
        ],
        missing="Select what you found",
    )
    note = fields.LongText(
        "Where you looked, and what you found",
        max_words=200,
        rows=4,
        missing="Say where you looked and what you found",
    )
    checked_on = fields.Date("Checked on", hint="For example, 5 11 2026")


@page(Audience.COUNCIL, roles=DESK)
def check(request: PageRequest, line_id: UUID, code: str) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    found = next((one for one in row.checks if one.check.code == code), None)
    if found is None:
        raise NotThere
    initial = {"outcome": found.outcome, "note": found.note, "checked_on": request.now.astimezone(LONDON).date()}
    form = CheckForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record_due_diligence(actor=request.actor, line_id=line_id, check=code, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{found.check.name}: recorded.")
            left = [one.check.code for one in row.checks if not one.outcome and one.check.code != code]
            if left:
                return redirect("council:applications:check", line_id=line_id, code=left[0])
            return redirect("council:applications:line", line_id=line_id)
    return render(
        request,
        "web/council/applications/check.jinja",
        row=row,
        found=found,
        form=form,
        facts=[
            Fact("Provider", row.application.provider.name),
            Fact("Registered number", row.application.provider.registered_number or None),
            Fact("Place", row.establishment.name, row.establishment.kind_name),
            Fact("URN", row.establishment.urn or None),
        ],
    )
