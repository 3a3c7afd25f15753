"""Take the file of a register in by a page: read at leisure by a job, shown, and applied or set aside (X4)."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from procrastinate.contrib.django import app

from fairplace.dps.organisations.models import RegisterImport
from fairplace.dps.organisations.permissions import check_may_import_registers
from fairplace.dps.organisations.rules.register_file import NotTheRegister
from fairplace.dps.organisations.rules.register_layouts import LAYOUTS
from fairplace.dps.organisations.rules.register_reading import check_register
from fairplace.foundations.documents.inspection import clean_name
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

LARGEST_MEGABYTES = 25
READ, APPLY = "organisations.read_register_upload", "organisations.apply_register_upload"


@transaction.atomic
def upload_register(
    *, actor: Actor, register: str, upload: UploadedFile[bytes], at: datetime, lead_id: UUID | None = None
) -> UUID:
    """Refused beside the file when it is not that register: nothing of it is kept then."""
    check_may_import_registers(actor, lead_id)
    if register not in LAYOUTS:
        raise Refused("Select which register it is.", "register")
    content = upload.read(LARGEST_MEGABYTES * 1024 * 1024 + 1)
    if len(content) > LARGEST_MEGABYTES * 1024 * 1024:
        raise Refused(f"The file is larger than {LARGEST_MEGABYTES} MB: give the .zip with the CSV in it.", "upload")
    try:
        check_register(register, content)
    except NotTheRegister as error:
        raise Refused(str(error), "upload") from error
    row = RegisterImport.objects.create(
        register=register,
        state=RegisterImport.State.READING,
        file_name=clean_name(upload.name or "") or "register.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=zlib.compress(content, 1),
        asked_by=actor.person_id,
        asked_at=at,
    )
    app.configure_task(READ).defer(import_id=str(row.id))
    return row.id


@transaction.atomic
def apply_upload(*, actor: Actor, import_id: UUID, at: datetime, lead_id: UUID | None = None) -> None:
    """Somebody looked at the preview and says yes; a job writes it."""
    row = _mine(actor, import_id, lead_id)
    if row.state != RegisterImport.State.READ:
        raise Refused("This file is not waiting to be applied: look at its state.")
    row.state, row.applied_by, row.progress = RegisterImport.State.APPLYING, actor.person_id, ""
    row.save(update_fields=["state", "applied_by", "progress"])
    app.configure_task(APPLY).defer(import_id=str(row.id))


@transaction.atomic
def set_upload_aside(*, actor: Actor, import_id: UUID, at: datetime, lead_id: UUID | None = None) -> None:
    """The file is forgotten; what it would have done stays in the history."""
    row = _mine(actor, import_id, lead_id)
    if row.state not in {RegisterImport.State.READING, RegisterImport.State.READ, RegisterImport.State.APPLYING}:
        raise Refused("This file is done with: it cannot be set aside.")
    row.state, row.content, row.finished_at = RegisterImport.State.SET_ASIDE, None, at
    row.save(update_fields=["state", "content", "finished_at"])


def _mine(actor: Actor, import_id: UUID, lead_id: UUID | None) -> RegisterImport:
    check_may_import_registers(actor, lead_id)
    row = RegisterImport.objects.select_for_update().filter(id=import_id).first()
    if row is None:
        raise NotThere
    return row
