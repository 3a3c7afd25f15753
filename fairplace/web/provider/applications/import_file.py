"""Prefill an application from a file (Q12): a draft to check and send, never an accreditation."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.qualification.actions.import_draft import import_draft
from fairplace.dps.qualification.rules.incoming_file import CSV_COLUMNS, read_incoming
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import unsent
from fairplace.web.provider.roles import FILL_IN

SHOWN = 100


class ImportForm(forms.Form):
    """One file of either kind."""

    upload = fields.Upload(
        "The file",
        hint="JSON or CSV, up to 2 MB.",
        extensions=("json", "csv"),
        max_megabytes=2,
        missing="Choose the file to read",
    )


@page(Audience.PROVIDER, roles=FILL_IN)
def import_file(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            incoming = read_incoming(upload.name, upload.read())
            taken = import_draft(actor=request.actor, application_id=application_id, incoming=incoming, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return render(
                request,
                "web/provider/applications/imported.jinja",
                row=row,
                taken=taken,
                left_out=taken.left_out[:SHOWN],
            )
    return render(request, "web/provider/applications/import_file.jinja", row=row, form=form, columns=CSV_COLUMNS)
