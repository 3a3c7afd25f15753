"""What the pages of registers show: the registers held, the files they came from, one file (X4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from fairplace.dps.organisations.actions.upload_register import (
    LARGEST_MEGABYTES,
    apply_upload,
    set_upload_aside,
    upload_register,
)
from fairplace.dps.organisations.queries.register_imports import (
    HeldRegister,
    ImportRow,
    bad_rows,
    held_registers,
    register_import,
    register_imports,
)
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import day, moment
from fairplace.web.components.lists import read_paging
from fairplace.web.components.rows import Fact, Status, Tone
from fairplace.web.components.spreadsheet import as_spreadsheet

_WHERE = {
    "gias": "Every school. Get Information about Schools, Downloads: “Establishment fields CSV”, the .zip as it comes.",
    "ofsted": "Homes, agencies, supported accommodation. Ofsted, children's social care statistics: “Provider level”.",
}
_TONES: dict[str, Tone] = {
    "reading": "waiting",
    "read": "active",
    "applying": "waiting",
    "applied": "good",
    "refused": "bad",
    "set_aside": "quiet",
}


class UploadForm(forms.Form):
    """One file of one register."""

    register = fields.Radios(
        "Which register is it?",
        missing="Select which register it is",
    )
    upload = fields.Upload(
        "The file, as it was published",
        hint=f"CSV (or a .zip with one in it), .xlsx or .ods, up to {LARGEST_MEGABYTES} MB."
        " Nothing is changed before you have seen what it would do.",
        extensions=("csv", "zip", "xlsx", "ods"),
        max_megabytes=LARGEST_MEGABYTES,
        missing="Choose the file of the register",
    )

    def __init__(self, *args: Any, held: list[HeldRegister], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].set_choices(  # type: ignore[attr-defined]
            Choice(one.code, one.name, hint=f"{_WHERE[one.code]} {_last(one)}") for one in held
        )


def take_in(form: UploadForm, *, actor: Actor, lead_id: UUID | None, at: datetime) -> UUID | None:
    """The import that the file became; None, and the form says why, when it was refused."""
    if not form.is_valid():
        return None
    upload: UploadedFile[bytes] = form.cleaned_data["upload"]
    try:
        return upload_register(
            actor=actor, register=form.cleaned_data["register"], upload=upload, lead_id=lead_id, at=at
        )
    except Refused as refused:
        form.refuse(refused)
        return None


def decide(request: HttpRequest, *, actor: Actor, import_id: UUID, lead_id: UUID | None, at: datetime) -> str:
    """Applies the file or sets it aside, by the button that was pressed. Returns what to tell."""
    if request.POST.get("decision") == "apply":
        apply_upload(actor=actor, import_id=import_id, lead_id=lead_id, at=at)
        return "The file is being applied."
    set_upload_aside(actor=actor, import_id=import_id, lead_id=lead_id, at=at)
    return "The file is set aside. Nothing was changed."


def history_page(request: HttpRequest, *, actor: Actor, lead_id: UUID | None, area: str) -> dict[str, Any]:
    """area: where the addresses are, such as "council:registers"."""
    rows = register_imports(actor, lead_id)
    paging = read_paging(request, len(rows))
    return {
        "area": area,
        "held": held_registers(actor, lead_id),
        "paging": paging,
        "rows": [(row, _status(row)) for row in rows[paging.slice]],
    }


def import_page(
    request: HttpRequest, *, actor: Actor, import_id: UUID, lead_id: UUID | None, area: str
) -> dict[str, Any]:
    """One file: what it would do or did, and its bad rows, paged."""
    row = register_import(actor, import_id, lead_id)
    paging = read_paging(request, row.bad)
    return {
        "area": area,
        "row": row,
        "status": _status(row),
        "counts": _counts(row),
        "paging": paging,
        "bad": bad_rows(actor, import_id, lead_id)[paging.slice] if row.bad else [],
        "facts": [
            Fact("Register", row.register_name),
            Fact("Given by", f"{row.asked_by or 'The command line'}, {moment(row.asked_at)}"),
            Fact("Size", _size(row.size)),
            *([Fact("Rows read", f"{row.read:,}")] if row.read else []),
        ],
    }


def bad_rows_file(*, actor: Actor, import_id: UUID, lead_id: UUID | None) -> HttpResponse:
    """All of them, to send to whoever can put them right."""
    return as_spreadsheet(
        "bad-rows", ["Line", "Why"], [(bad.line, bad.why) for bad in bad_rows(actor, import_id, lead_id)]
    )


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{-(-size // 1024)} KB"


def _counts(row: ImportRow) -> list[Fact]:
    return [
        Fact("New", f"{row.new:,}"),
        Fact("Changed", f"{row.changed:,}"),
        Fact("Unchanged", f"{row.unchanged:,}"),
        Fact("Bad rows, left out", f"{row.bad:,}"),
        Fact("Closed, among these", f"{row.closed:,}"),
        Fact("In our register, not in the file", f"{row.absent:,}"),
    ]


def _last(one: HeldRegister) -> str:
    return f"Last file: {day(one.applied_at)}." if one.applied_at else "Not imported yet."


def _status(row: ImportRow) -> Status:
    return Status(row.state_name, _TONES[row.state])
