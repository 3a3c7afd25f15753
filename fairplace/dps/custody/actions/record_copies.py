"""That a copy was made, or that everything came back from one (F7). Called by the commands alone."""

from __future__ import annotations

from django.db import transaction

from fairplace.dps.custody import events
from fairplace.dps.custody.rules.copies import COPIES
from fairplace.foundations.audit import Subject, record
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def record_backup(
    *, actor: Actor, manifest_sha256: str, made_at: str, tables: int, rows: int, documents: int, log_size: int
) -> None:
    """made_at: ISO. manifest_sha256: what whoever keeps the backup compares its manifest with."""
    record(
        actor=actor,
        kind=events.BACKUP_MADE,
        subject=Subject("custody.copies", COPIES),
        manifest_sha256=manifest_sha256,
        made_at=made_at,
        tables=tables,
        rows=rows,
        documents=documents,
        log_size=log_size,
    )


@transaction.atomic
def record_restore(
    *,
    actor: Actor,
    made_at: str,
    tables: int,
    rows: int,
    documents: int,
    log_size: int,
    seconds: int,
    tested: bool,
    erased_again: int,
) -> None:
    """made_at: of the backup. tested: into a server that was thrown away, to see that it can be done."""
    record(
        actor=actor,
        kind=events.RESTORE_TESTED if tested else events.BACKUP_RESTORED,
        subject=Subject("custody.copies", COPIES),
        made_at=made_at,
        tables=tables,
        rows=rows,
        documents=documents,
        log_size=log_size,
        seconds=seconds,
        erased_again=erased_again,
    )
