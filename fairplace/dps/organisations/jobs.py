"""Registers are read and applied apart from the page that took them in (X4)."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.dps.organisations.actions.upload_register import APPLY, READ
from fairplace.dps.organisations.actions.work_on_upload import keep_preview, keep_register, read_content
from fairplace.dps.organisations.rules.register_reading import Reading
from fairplace.foundations.background import run_as


@app.task(name=READ)
def read_register_upload(*, import_id: str) -> None:
    """Compare the file with the register, and show what it would do."""
    reading = read_content(UUID(import_id), "reading")
    if reading is not None:
        with run_as(None) as (actor, now):
            keep_preview(actor=actor, import_id=UUID(import_id), reading=reading, at=now)


@app.task(name=APPLY)
def apply_register_upload(*, import_id: str) -> None:
    """Write it down, all or nothing."""
    reading = read_content(UUID(import_id), "applying")
    if isinstance(reading, Reading):
        with run_as(None) as (actor, now):
            keep_register(actor=actor, import_id=UUID(import_id), reading=reading, at=now)
