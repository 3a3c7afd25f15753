"""Prices of all lines by spreadsheet: out, in, checked, then taken (Q7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.apply_price_sheet import apply_price_sheet
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.price_sheet import LinePrices, Reading, Step, read_rows
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import line_title, unsent
from fairplace.web.provider.applications.workbook import MOST_MEGABYTES, ReadWorkbook, read_workbook, write_workbook
from fairplace.web.provider.roles import FILL_IN

_SALT = "fairplace.price-sheet"
_LASTS = 60 * 60  # seconds between checking and taking
SHOWN = 200


@dataclass(frozen=True, slots=True)
class ShownChange:
    title: str
    words: tuple[str, ...]


class UploadForm(forms.Form):
    """The workbook, filled in."""

    upload = fields.Upload(
        "The workbook, filled in",
        hint=f"Excel (.xlsx), up to {MOST_MEGABYTES} MB.",
        extensions=("xlsx",),
        max_megabytes=MOST_MEGABYTES,
        missing="Choose the workbook to upload",
    )


@page(Audience.PROVIDER, roles=FILL_IN)
def price_sheet(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    if not row.lines:
        raise NotThere
    if request.method == "POST" and "checked" in request.POST:
        return _take(request, row)
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            read = read_workbook(upload.name, upload.read(), application_id)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _check(request, row, read)
    return render(request, "web/provider/applications/price_sheet.jinja", row=row, form=form)


@page(Audience.PROVIDER, roles=FILL_IN)
def workbook(request: PageRequest, application_id: UUID) -> HttpResponse:
    """The workbook with the prices as they stand."""
    row = unsent(request, application_id)
    if not row.lines:
        raise NotThere
    response = HttpResponse(
        write_workbook(row), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="prices-{row.application.reference}.xlsx"'
    return response


def _check(request: PageRequest, row: ProviderApplication, read: ReadWorkbook) -> HttpResponse:
    reading = read_rows(read.rows, {line.line.id: line for line in row.lines})
    faults = [*read.faults, *reading.faults]
    titles = {line.line.id: line_title(line) for line in row.lines}
    return render(
        request,
        "web/provider/applications/price_sheet_check.jinja",
        row=row,
        changes=[ShownChange(titles[change.line_id], change.words) for change in reading.changes[:SHOWN]],
        total=len(reading.changes),
        same=reading.same,
        faults=[(fault.where, fault.sentence) for fault in faults[:SHOWN]],
        fault_count=len(faults),
        checked=_packed(row, reading) if reading.changes else "",
    )


def _take(request: PageRequest, row: ProviderApplication) -> HttpResponse:
    try:
        changes = _unpacked(row, request.POST["checked"])
        changed = apply_price_sheet(
            actor=request.actor, application_id=row.application.id, changes=changes, at=request.now
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("provider:applications:price_sheet", application_id=row.application.id)
    messages.success(request, f"Prices of {counted(changed, 'line')} are taken from the workbook.")
    return redirect("provider:applications:show", application_id=row.application.id)


def _packed(row: ProviderApplication, reading: Reading) -> str:
    """What was checked, signed, so that exactly this is taken."""
    changes = [
        {
            "line": str(change.line_id),
            "costs": {code: str(amount) for code, amount in change.costs.items()},
            "prices": {code: str(amount) for code, amount in change.prices.items()},
            "discounts": [[step.kind, step.from_children, str(step.percent)] for step in change.discounts],
        }
        for change in reading.changes
    ]
    return signing.dumps([str(row.application.id), changes], salt=_SALT, compress=True)


def _unpacked(row: ProviderApplication, packed: str) -> list[LinePrices]:
    try:
        application_id, changes = signing.loads(packed, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        raise Refused("The check is more than an hour old: upload the workbook again.") from None
    if application_id != str(row.application.id):
        raise NotThere
    return [_prices(change) for change in changes]


def _prices(change: dict[str, Any]) -> LinePrices:
    return LinePrices(
        UUID(change["line"]),
        {code: Decimal(amount) for code, amount in change["costs"].items()},
        {code: Decimal(amount) for code, amount in change["prices"].items()},
        tuple(Step(kind, children, Decimal(percent)) for kind, children, percent in change["discounts"]),
    )
