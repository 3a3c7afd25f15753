"""Sealing everything anew with the newest key, some at a time, while the product runs (T5).

Nothing is kept of how far it came: what is still under an older key is looked for again, so that a killed run loses
nothing and the next one goes on. A value is put back only where it is still what was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from fairplace.dps.custody import events
from fairplace.dps.custody.queries.keys import SealedColumn, sealed_columns
from fairplace.dps.custody.rules.copies import COPIES
from fairplace.foundations.audit import Subject, record
from fairplace.foundations.documents.store import seal_file_anew, take_files_away
from fairplace.foundations.encryption import keyring
from fairplace.foundations.kernel import sealed_fields
from fairplace.foundations.kernel.actor import Actor

AT_ONCE = 500
FILES_AT_ONCE = 20
TRIES = 5
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Turned:
    """What was sealed anew."""

    values: int
    documents: int


def turn_keys(*, actor: Actor, say: Callable[[str], None] = lambda _line: None, most: int | None = None) -> Turned:
    """Until nothing is left under an older key, or `most` batches are done. Each batch is a transaction of its own."""
    values = documents = 0
    batches = iter(_batches())
    for number, (what, kind, done) in enumerate(batches, start=1):
        values, documents = (values + done, documents) if kind == "values" else (values, documents + done)
        say(f"{what}: {done:,} sealed anew ({values:,} values, {documents:,} documents so far)")
        if number == most:
            break
    if values or documents:
        with transaction.atomic():
            record(
                actor=actor,
                kind=events.KEYS_TURNED,
                subject=Subject("custody.copies", COPIES),
                newest=keyring().newest,
                values=values,
                documents=documents,
            )
    return Turned(values, documents)


def _batches() -> Iterator[tuple[str, str, int]]:
    for place in sealed_columns():
        after: UUID | None = _FIRST
        while after is not None:
            after, done = _values(place, after)
            if done:
                yield f"{place.table}.{place.column}", "values", done
    after = _FIRST
    while after is not None:
        after, done = _documents(after)
        if done:
            yield "documents", "documents", done


def _values(place: SealedColumn, after: UUID) -> tuple[UUID | None, int]:
    """After which row to go on (None: that was the last) and how many were sealed anew.

    Whoever changes some of the same rows meanwhile, in another order, may wait for us while we wait for them: then the
    database ends one of the two, and where that is ours it is begun again.
    """
    for _ in range(TRIES - 1):
        try:
            return _values_once(place, after)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    return _values_once(place, after)


@transaction.atomic
def _values_once(place: SealedColumn, after: UUID) -> tuple[UUID | None, int]:
    ring = keyring()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, sealed FROM fairplace_sealed_before(%s, %s, %s, %s, %s)",
            [place.table, place.column, ring.newest, after, AT_ONCE],
        )
        rows = [(row_id, bytes(sealed)) for row_id, sealed in cursor.fetchall()]
        if not rows:
            return None, 0
        turned = [
            sealed_fields.rotate(ring, sealed, table=place.table, column=place.column, row_id=row_id)
            for row_id, sealed in rows
        ]
        cursor.execute(
            "SELECT fairplace_seal_anew(%s, %s, %s, %s, %s)",
            [place.table, place.column, [row[0] for row in rows], [row[1] for row in rows], turned],
        )
        (done,) = cursor.fetchone()
    return rows[-1][0], int(done)


def _documents(after: UUID) -> tuple[UUID | None, int]:
    """The new file is there before its row names it, and the old one goes after that: each half is whole."""
    newest = keyring().newest
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, stored_as FROM fairplace_files_before(%s, %s, %s)", [newest, after, FILES_AT_ONCE])
        rows = cursor.fetchall()
    done = 0
    for document_id, stored_as in rows:
        anew = seal_file_anew(stored_as, document_id)
        becomes, version = anew or (stored_as, newest)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT fairplace_file_sealed_anew(%s, %s, %s, %s)", [document_id, stored_as, becomes, version]
            )
            (moved,) = cursor.fetchone()
        if anew is not None:
            take_files_away([stored_as if moved else becomes])
            done += int(moved)
    return (rows[-1][0] if rows else None), done
