"""What the jobs do with an uploaded register: read it, and write it down once somebody has said so (X4)."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.actions.import_register import keep_counts, write_down
from fairplace.dps.organisations.models import RegisterImport
from fairplace.dps.organisations.queries.register_preview import register_preview
from fairplace.dps.organisations.rules.register_file import NotTheRegister
from fairplace.dps.organisations.rules.register_reading import Reading, read_register
from fairplace.foundations.kernel.actor import Actor

State = RegisterImport.State


def read_content(import_id: UUID, state: str) -> Reading | NotTheRegister | None:
    """The rows of the file; None when it is no longer in that state. Outside any transaction, so that its progress is
    seen while it lasts."""
    row = RegisterImport.objects.filter(id=import_id, state=state).first()
    if row is None or row.content is None:
        return None
    try:
        return read_register(row.register, zlib.decompress(bytes(row.content)), _teller(import_id))
    except NotTheRegister as error:
        return error


@transaction.atomic
def keep_preview(*, actor: Actor, import_id: UUID, reading: Reading | NotTheRegister, at: datetime) -> None:
    """What the file would do. Twice is once."""
    row = RegisterImport.objects.select_for_update().filter(id=import_id, state=State.READING).first()
    if row is None:
        return
    row.finished_at, row.progress = at, ""
    if isinstance(reading, NotTheRegister):
        row.state, row.sentence, row.content = State.REFUSED, str(reading), None
    else:
        row.state = State.READ
        keep_counts(row, register_preview(reading).counts)
    row.save()


@transaction.atomic
def keep_register(*, actor: Actor, import_id: UUID, reading: Reading, at: datetime) -> None:
    """The register as this file says. Twice is once. The event is by whoever said yes."""
    row = RegisterImport.objects.select_for_update().filter(id=import_id, state=State.APPLYING).first()
    if row is not None:
        write_down(actor=replace(actor, person_id=row.applied_by), row=row, reading=reading, at=at)


def _teller(import_id: UUID) -> Callable[[int], None]:
    def tell(rows: int) -> None:
        RegisterImport.objects.filter(id=import_id).update(progress=f"{rows:,} rows read")

    return tell
