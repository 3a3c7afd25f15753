"""The whole record held against itself, its signed heads and the heads that somebody kept: what has been done to it.

A pack shows one referral; this goes through every row of the log, in one snapshot of the database, each row once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from fairplace.foundations.kernel.event_leaf import (
    SALT_SIZE,
    EventRow,
    leaf_of,
    leaf_of_published,
    published_without_payload,
)
from fairplace.foundations.kernel.merkle import Growing, Place
from fairplace.foundations.kernel.signed_head import Head, HeadBroken, PublicKey, read_head

_LOG = """
    SELECT l.position, l.event_id, l.leaf, e.leaf, e.salt, e.transaction::text, e.at, e.kind, e.actor_id,
           e.organisation_id, e.subject_kind, e.subject_id, e.about_id, e.payload, e.commitment
    FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id ORDER BY l.position
"""
_NODES = "SELECT level, number, hash FROM audit_node ORDER BY (number + 1) << level, level"  # as they were completed
_HEADS = "SELECT size, root, horizon::text, cluster, signed FROM audit_head ORDER BY size"
_WITHDRAWN = """
    SELECT size FROM audit_publishedhead p WHERE NOT EXISTS (SELECT FROM audit_head h WHERE h.size = p.size)
"""
# Whatever lies below the horizon of the newest head was sealed; in another cluster the numbers begin anew.
_UNSEALED = """
    SELECT e.id, e.transaction < h.horizon AND h.cluster = (SELECT system_identifier::text FROM pg_control_system())
    FROM audit_event e LEFT JOIN (SELECT horizon, cluster FROM audit_head ORDER BY size DESC LIMIT 1) h ON true
    WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY e.id
"""


@dataclass
class Checked:
    """`erased`: events whose words were dropped, which is lawful only with a certificate of disposal that names them.
    `waiting`: events that are not sealed yet."""

    events: int = 0
    heads: int = 0
    erased: int = 0
    waiting: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sealed:
    size: int
    root: bytes
    horizon: int
    cluster: str
    signed: str


def check_record(key: PublicKey, kept: Iterable[str] = ()) -> Checked:
    """Everything that does not hold. `key` and `kept`, the signed heads, are what the verifier has from elsewhere.

    Without a kept head, whoever has the database and the log's key deceives it: that is what kept heads are for.
    Raises HeadBroken for a kept head that is none of this key.
    """
    heads_kept = sorted({read_head(one, key) for one in kept}, key=lambda head: head.size)
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(_HEADS)
        heads = [_Sealed(size, bytes(root), int(h), cluster, signed) for size, root, h, cluster, signed in cursor]
        checking = _Checking(key, heads, heads_kept)
        with connection.chunked_cursor() as nodes, connection.chunked_cursor() as log:
            nodes.execute(_NODES)
            log.execute(_LOG)
            checking.log(log, ((Place(level, number), bytes(hashed)) for level, number, hashed in nodes))
        cursor.execute(_WITHDRAWN)
        for (size,) in cursor:
            checking.fault(f"The head of {size:,} events was published, and is not there any more.")
        cursor.execute(_UNSEALED)
        checking.unsealed(cursor)
    return checking.told


class _Checking:
    def __init__(self, key: PublicKey, heads: Sequence[_Sealed], kept: Sequence[Head]) -> None:
        self.key, self.heads, self.kept = key, heads, kept
        self.told = Checked(heads=len(heads))
        self.tree = Growing()
        self.comparable = True  # until the first gap or batch that differs: all roots after it differ too
        self.nodes_fit = True
        self.last_held = 0

    def fault(self, sentence: str) -> None:
        self.told.faults.append(sentence)

    def log(self, rows: Iterable[Sequence[Any]], nodes: Iterator[tuple[Place, bytes]]) -> None:
        heads, kept = iter(self.heads), iter(one for one in self.kept if one.size)
        head, before, earlier = next(heads, None), None, next(kept, None)
        for position, event_id, leaf, *event in rows:
            while head is not None and head.size <= position:
                before, head = head, next(heads, None)
            if position != self.told.events:
                self.fault(f"The log has nothing at its {_places(self.told.events, position)}.")
                self.comparable = False
            self.told.events = position + 1
            self._event(position, event_id, bytes(leaf), event, before, head)
            if not self.comparable:
                continue
            self._nodes(self.tree.add(bytes(leaf)), nodes)
            if head is not None and head.size == self.tree.size:
                self._head(head, before.size if before else 0)
            while earlier is not None and earlier.size == self.tree.size and self.comparable:
                self._kept(earlier)
                earlier = next(kept, None)
        if self.comparable and self.nodes_fit and next(nodes, None) is not None:
            self.fault("The log has a node over events that it does not have.")
        self._ends()

    def _event(
        self,
        position: int,
        event_id: UUID,
        leaf: bytes,
        event: Sequence[Any],
        before: _Sealed | None,
        head: _Sealed | None,
    ) -> None:
        stored, salt, transaction_, at, kind, actor, organisation, subject_kind, subject, about, payload, kept = event
        where = f"Place {position + 1:,}, event {event_id}"
        if stored is None:
            self.fault(f"{where}: it is not in the record any more.")
            return
        row = EventRow(
            id=event_id, transaction=int(transaction_), at=at, kind=kind, actor_id=actor,
            organisation_id=organisation, subject_kind=subject_kind, subject_id=subject, about_id=about,
            payload=json.loads(payload),
        )  # fmt: skip
        self.told.erased += len(salt) == 0
        if bytes(stored) != leaf or _leaf(row, bytes(salt), kept and bytes(kept)) != leaf:
            self.fault(f"{where}: it is not what was sealed there.")
        same = before is not None and head is not None and before.cluster == head.cluster
        if same and before is not None and row.transaction < before.horizon:
            self.fault(
                f"{where}: it was put in later. All of its time was sealed by the head of {before.size:,} events."
            )

    def _nodes(self, made: Iterable[tuple[Place, bytes]], stored: Iterator[tuple[Place, bytes]]) -> None:
        for place, hashed in made:
            if self.nodes_fit and next(stored, None) != (place, hashed):
                first = place.number << place.level
                self.fault(f"The node over the {_places(first, first + (1 << place.level))} is not what they make.")
                self.nodes_fit = False

    def _head(self, head: _Sealed, since: int) -> None:
        batch = f"The {_places(since, head.size)}"
        if head.root != self.tree.root:
            self.fault(f"{batch}: they are not those that were sealed, or stand in another order.")
            self.comparable = False
        try:
            signed = read_head(head.signed, self.key)
        except HeadBroken as broken:
            self.fault(f"{batch}: {broken}")
        else:
            if (signed.size, signed.root) != (head.size, head.root):
                self.fault(f"{batch}: the head that was signed is another.")

    def _kept(self, earlier: Head) -> None:
        if earlier.root == self.tree.root:
            self.last_held = earlier.size
            return
        self.fault(
            f"The {_places(self.last_held, earlier.size)}: the record was forked or written anew here. They are not"
            f" those of the head of {earlier.size:,} events that was kept."
        )
        self.comparable = False

    def _ends(self) -> None:
        events, newest = self.told.events, self.heads[-1].size if self.heads else 0
        if events > newest:
            self.fault(f"The {_places(newest, events)} stand after the newest head: nobody signed them.")
        for size, whose in [(newest, "was signed")] + [(one.size, "was kept") for one in self.kept]:
            if size > events:
                self.fault(f"The record was cut: a head of {size:,} events {whose}, and only {events:,} are there.")

    def unsealed(self, rows: Iterable[tuple[UUID, bool | None]]) -> None:
        for event_id, left_out in rows:
            if left_out:
                self.fault(f"Event {event_id} has no place in the log, although all of its time was sealed.")
            else:
                self.told.waiting += 1


def _leaf(row: EventRow, salt: bytes, kept: bytes | None) -> bytes | None:
    """From the words and their salt; after an erasure, from the commitment to them that was kept in their place."""
    if len(salt) == SALT_SIZE:
        return leaf_of(row, salt)
    if salt or row.payload or kept is None:
        return None
    return leaf_of_published(published_without_payload(row, kept))


def _places(start: int, end: int) -> str:
    """Counted from 1, as people do."""
    return f"place {end:,}" if end - start == 1 else f"places {start + 1:,} to {end:,}"
