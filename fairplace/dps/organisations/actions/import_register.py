"""Apply the file of a public register in one transaction (X4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import RegisterChange, RegisterEntry, RegisterImport
from fairplace.dps.organisations.permissions import check_may_import_registers
from fairplace.dps.organisations.queries.register_preview import FIELDS, register_preview
from fairplace.dps.organisations.rules.register_comparison import Comparison, Counts
from fairplace.dps.organisations.rules.register_reading import Reading
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON

BATCH = 2_000
TELL_EVERY = 10_000  # entries
_ONE_AT_A_TIME = 7_301_410  # advisory lock: the second of two imports sees what the first one changed


def _silently(_line: str) -> None:
    """Says nothing."""


@transaction.atomic
def import_register(
    *,
    actor: Actor,
    reading: Reading,
    file_name: str,
    content: bytes,
    at: datetime,
    lead_id: UUID | None = None,
    say: Callable[[str], None] = _silently,
) -> Counts:
    """Read, compared and applied at once, as the command does. Bad rows are left out; nothing is ever deleted."""
    check_may_import_registers(actor, lead_id)
    row = RegisterImport.objects.create(
        register=reading.register,
        state=RegisterImport.State.APPLYING,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        asked_by=actor.person_id,
        asked_at=at,
    )
    return write_down(actor=actor, row=row, reading=reading, at=at, say=say)


def write_down(
    *, actor: Actor, row: RegisterImport, reading: Reading, at: datetime, say: Callable[[str], None] = _silently
) -> Counts:
    """The register as this file says, each change beside it, and one event. Inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    found = register_preview(reading)
    say(f"Writing {len(found.new):,} new and {len(found.changed):,} changed entries")
    _add(reading.register, found, at, say)
    _change(reading.register, found, row, at, say)
    _mark_missing(reading.register, found, at.astimezone(LONDON).date())
    keep_counts(row, found.counts)
    row.state, row.content, row.applied_by, row.finished_at = RegisterImport.State.APPLIED, None, actor.person_id, at
    row.save()
    counts = found.counts
    audit.record(
        actor=actor,
        kind=events.REGISTER_IMPORTED,
        subject=row,
        register=reading.register,
        sha256=row.sha256,
        read=counts.read,
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        closed=counts.closed,
        absent=counts.absent,
        bad=len(counts.bad),
    )
    return counts


def keep_counts(row: RegisterImport, counts: Counts) -> None:
    """Puts the counts into the row; the caller saves it."""
    row.read, row.new, row.changed = counts.read, counts.new, counts.changed
    row.unchanged, row.closed, row.absent = counts.unchanged, counts.closed, counts.absent
    row.bad = [[bad.line, bad.why] for bad in counts.bad]


def _add(register: str, found: Comparison, at: datetime, say: Callable[[str], None]) -> None:
    for urns in _batches(list(found.new), say, "new"):
        RegisterEntry.objects.bulk_create(
            RegisterEntry(register=register, urn=urn, first_seen_at=at, **found.new[urn]) for urn in urns
        )


def _change(register: str, found: Comparison, row: RegisterImport, at: datetime, say: Callable[[str], None]) -> None:
    for urns in _batches(list(found.changed), say, "changed"):
        entries = list(RegisterEntry.objects.filter(register=register, urn__in=urns))
        for entry in entries:
            for name, value in found.changed[entry.urn].items():
                setattr(entry, name, value)
            entry.changed_at = at
        RegisterEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["register", "urn"],
            update_fields=[*FIELDS, "changed_at"],
        )
        RegisterChange.objects.bulk_create(
            RegisterChange(
                entry=entry,
                register_import=row,
                at=at,
                fields=sorted(found.changes[entry.urn]),
                changes=_plain(found.changes[entry.urn]),
            )
            for entry in entries
        )


def _mark_missing(register: str, found: Comparison, today: date) -> None:
    """Since when an entry is in no file; being there again ends it."""
    held = RegisterEntry.objects.filter(register=register)
    if found.absent:
        held.filter(urn__in=list(found.absent), missing_since=None).update(missing_since=today)
    back = held.exclude(missing_since=None).values_list("urn", flat=True)
    if again := found.present & set(back):
        held.filter(urn__in=list(again)).update(missing_since=None)


def _batches(urns: Sequence[str], say: Callable[[str], None], what: str) -> Iterator[Sequence[str]]:
    for start in range(0, len(urns), BATCH):
        if start and start % TELL_EVERY == 0:
            say(f"{start:,} {what} entries written")
        yield urns[start : start + BATCH]


def _plain(changes: Mapping[str, tuple[object, object]]) -> dict[str, list[object]]:
    return {
        name: [value.isoformat() if isinstance(value, date) else value for value in pair]
        for name, pair in changes.items()
    }
