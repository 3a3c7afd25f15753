"""Every morning, documents that expire are remembered to those who keep them (Q6); registers are read and applied apart
from the page that took them in (X4)."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.dps.organisations.actions.remind_of_evidence import remind_of_evidence
from fairplace.dps.organisations.actions.upload_register import APPLY, READ
from fairplace.dps.organisations.actions.work_on_upload import keep_preview, keep_register, read_content
from fairplace.dps.organisations.queries.evidence import providers_with_expiring
from fairplace.dps.organisations.rules.register_reading import Reading
from fairplace.foundations.background import run_as

logger = logging.getLogger(__name__)


@app.periodic(cron="23 6 * * *")
@app.task(name="organisations.remind_providers_of_evidence", queueing_lock="organisations.remind_providers_of_evidence")
def remind_providers_of_evidence(timestamp: int) -> None:
    """Each provider in a transaction of its own. Run again on the same day, it sends nothing twice."""
    with run_as(None) as (_, now):
        providers = providers_with_expiring(now)
    for provider_id in providers:
        with run_as(provider_id) as (_, now):
            sent = remind_of_evidence(provider_id=provider_id, at=now)
        logger.info("Reminders for %s: %s", provider_id, sent)


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
