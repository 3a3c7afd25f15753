"""How a document of the library stands on a day, and when its provider is reminded (Q6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar
from uuid import UUID

REMINDED_BEFORE = (60, 30, 7)  # days before a document's last day
SOON = REMINDED_BEFORE[0]


class EvidenceState(Enum):
    """REPLACED: a newer one of the same kind about the same place is in force, or will be in time."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    SOON = "soon"
    EXPIRED = "expired"
    REPLACED = "replaced"


class Dated(Protocol):
    """A document with its dates."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def establishment_id(self) -> UUID | None: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def expires_on(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def evidence_states(rows: Iterable[D], on: date) -> dict[UUID, EvidenceState]:
    """Of each document. Another document ("other") replaces none."""
    every = list(rows)
    newest: dict[tuple[object, ...], list[D]] = {}
    for row in every:
        key = (row.kind, row.establishment_id, row.id if row.kind == "other" else None)
        newest.setdefault(key, []).append(row)
    states: dict[UUID, EvidenceState] = {}
    for same in newest.values():
        counting = {row.id for row in _counting(same, on)}
        for row in same:
            states[row.id] = _state(row, on) if row.id in counting else EvidenceState.REPLACED
    return states


def to_renew(rows: Iterable[D], on: date) -> list[D]:
    """The documents that expired, or expire soon, and that nothing replaces."""
    every = list(rows)
    states = evidence_states(every, on)
    return [row for row in every if states[row.id] in {EvidenceState.SOON, EvidenceState.EXPIRED}]


def due_reminder(row: Dated, on: date) -> int | None:
    """60, 30 or 7: the last reminder whose day has come; None before the first, and once the document has expired."""
    if row.expires_on is None or row.expires_on < on:
        return None
    left = (row.expires_on - on).days
    return min((days for days in REMINDED_BEFORE if left <= days), default=None)


def _counting(same: list[D], on: date) -> list[D]:
    """The one in force that lasts longest and those that begin later; none in force: the last one."""
    begun = [row for row in same if row.issued_on <= on]
    later = [row for row in same if row.issued_on > on]
    last = max(begun, key=_lasts, default=None)
    if last is None:
        return later
    in_time = any(row.issued_on <= (last.expires_on or date.max) for row in later)
    soon = last.expires_on is not None and (last.expires_on - on).days <= SOON
    return later if in_time and soon and later else [last, *later]


def _lasts(row: Dated) -> tuple[date, date]:
    return row.expires_on or date.max, row.issued_on


def _state(row: Dated, on: date) -> EvidenceState:
    if row.issued_on > on:
        return EvidenceState.NOT_YET
    if row.expires_on is None:
        return EvidenceState.IN_FORCE
    days = (row.expires_on - on).days
    if days < 0:
        return EvidenceState.EXPIRED
    return EvidenceState.SOON if days <= SOON else EvidenceState.IN_FORCE
