"""What custody does by itself."""

from __future__ import annotations

from uuid import UUID

from django.core.management import call_command
from procrastinate.contrib.django import app

from fairplace.dps.custody.actions.ask_disposal import CARRY_OUT
from fairplace.dps.custody.actions.carry_out import carry_out_item, certify, items_left
from fairplace.dps.custody.actions.subject_export import END, MAKE
from fairplace.dps.custody.actions.subject_export import end_export as end_one
from fairplace.dps.custody.actions.subject_export import make_export as make_one
from fairplace.dps.custody.actions.turn_keys import turn_keys as turn_some
from fairplace.foundations.background import run_as
from fairplace.foundations.documents.store import take_files_away
from fairplace.foundations.encryption import keyring
from fairplace.foundations.kernel.actor import SYSTEM

BATCHES = 40
"""In one job: a worker that is told to stop waits for a job to end."""


@app.periodic(cron="23 * * * *")
@app.task(name="custody.turn_keys", queueing_lock="custody.turn_keys")
def turn_keys(timestamp: int) -> None:
    """Every hour, what is still sealed with an older key is sealed anew: nothing at all while there is one key."""
    if len(keyring().keys) > 1:
        turned = turn_some(actor=SYSTEM, most=BATCHES)
        if turned.values or turned.documents:
            app.configure_task("custody.turn_keys").defer(timestamp=timestamp)


@app.task(name=CARRY_OUT)
def carry_out_disposal(*, disposal_id: str, council_id: str) -> None:
    """One thing in one transaction, then the certificate. Killed and done again, it goes on with what is left."""
    with run_as(UUID(council_id)):
        left = items_left(UUID(disposal_id))
    for item_id in left:
        with run_as(UUID(council_id)) as (actor, now):
            files = carry_out_item(actor=actor, item_id=item_id, at=now)
        take_files_away(files)
    with run_as(UUID(council_id)) as (actor, now):
        certify(actor=actor, disposal_id=UUID(disposal_id), at=now)


@app.periodic(cron="7 4 * * *")
@app.task(name="custody.end_sessions", queueing_lock="custody.end_sessions")
def end_sessions(timestamp: int) -> None:
    """Every night: sessions that ran out, of which nobody need decide."""
    call_command("clearsessions")


@app.task(name=MAKE)
def make_export(*, export_id: str, organisation_id: str) -> None:
    """Under the walls of the organisation that asked."""
    with run_as(UUID(organisation_id)) as (actor, now):
        make_one(actor=actor, export_id=UUID(export_id), at=now)


@app.task(name=END)
def end_export(*, export_id: str, organisation_id: str) -> None:
    """When it has expired."""
    with run_as(UUID(organisation_id)) as (actor, _):
        files = end_one(actor=actor, export_id=UUID(export_id))
    take_files_away(files)
