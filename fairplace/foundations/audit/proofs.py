"""What the log can prove, to anybody: a few queries for any proof, however long the log is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from fairplace.foundations.kernel.merkle import (
    Place,
    Span,
    complete_places,
    consistency_spans,
    inclusion_spans,
    root_of,
)


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head as it was published; `signed` is the whole text."""

    size: int
    root: bytes
    sealed_at: datetime
    signed: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an event stands in the log, and as what."""

    event_id: UUID
    position: int
    leaf: bytes


_HEADS = "SELECT size, root, sealed_at, signed FROM audit_head"
_PUBLISHED = """
    SELECT h.size, h.root, h.sealed_at, h.signed FROM audit_publishedhead p JOIN audit_head h USING (size)
    ORDER BY p.size DESC LIMIT 1
"""
_NODES_AT = """
    SELECT 0, position, leaf FROM audit_leaf WHERE position = ANY(%s)
    UNION ALL
    SELECT n.level, n.number, n.hash FROM audit_node n
    JOIN unnest(%s::smallint[], %s::bigint[]) AS wanted (level, number) USING (level, number)
"""
# An event's id tells when it was made, by the true clock: the first 48 bits are milliseconds (kernel.identifiers).
_OLDEST_UNSEALED = """
    SELECT e.id, (SELECT max(sealed_at) FROM audit_head), clock_timestamp()
    FROM audit_event e
    WHERE e.transaction >= coalesce((SELECT horizon FROM audit_head ORDER BY size DESC LIMIT 1), '0'::xid8)
      AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
    ORDER BY e.id LIMIT 1
"""


def latest_head() -> SignedHead | None:
    """None before the first event was sealed."""
    return _head(f"{_HEADS} ORDER BY size DESC LIMIT 1", [])


def published_head() -> SignedHead | None:
    """The newest head that the public sees (audit.publishing). None before the first."""
    return _head(_PUBLISHED, [])


def head_of(size: int) -> SignedHead | None:
    """The head that was signed at exactly this size."""
    return _head(f"{_HEADS} WHERE size = %s", [size])


def placed(event_ids: Iterable[UUID]) -> dict[UUID, Placed]:
    """The places of those of these events that are sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id, position, leaf FROM audit_leaf WHERE event_id = ANY(%s)", [list(event_ids)])
        return {event_id: Placed(event_id, position, bytes(leaf)) for event_id, position, leaf in cursor.fetchall()}


def leaves_from(position: int, size: int) -> list[bytes]:
    """The leaf hashes of a log of this size, from a position on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf FROM audit_leaf WHERE position >= %s AND position < %s ORDER BY position", [position, size]
        )
        return [bytes(leaf) for (leaf,) in cursor.fetchall()]


def edge_at(size: int) -> list[bytes]:
    """The complete nodes from which a tree of this size goes on growing (kernel.merkle.Growing)."""
    edge = complete_places(Span(0, size))
    nodes = nodes_at(edge)
    return [nodes[place] for place in edge]


def inclusion_proofs(positions: Iterable[int], size: int) -> dict[int, list[bytes]]:
    """For each position below `size`, the proof that its leaf is in the tree of that size."""
    return dict(_proofs({position: inclusion_spans(position, size) for position in positions}))


def consistency_proofs(olds: Iterable[int], size: int) -> dict[int, list[bytes]]:
    """For each earlier size, the proof that the tree of `size` leaves extends it."""
    return dict(_proofs({old: consistency_spans(old, size) for old in olds}))


def nodes_at(places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of complete nodes, in one query. One that is missing, from a damaged log, is a KeyError later on."""
    wanted = set(places)
    above = [place for place in wanted if place.level]
    with connection.cursor() as cursor:
        cursor.execute(
            _NODES_AT,
            [
                [place.number for place in wanted if not place.level],
                [place.level for place in above],
                [place.number for place in above],
            ],
        )
        return {Place(level, number): bytes(hashed) for level, number, hashed in cursor.fetchall()}


def sealing_lag() -> timedelta:
    """How long the oldest unsealed event has waited, or the sealer has been silent, whichever is less: nothing while
    the log is whole, and little while a long queue is worked off.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_UNSEALED)
        found = cursor.fetchone()
    if found is None:
        return timedelta()
    event_id, last, now = found
    made = datetime.fromtimestamp((event_id.int >> 80) / 1000, UTC)
    waited: timedelta = max(timedelta(), now - made)
    silent: timedelta = waited if last is None else now - last
    return min(waited, silent)


def _proofs(wanted: Mapping[int, Sequence[Span]]) -> Iterable[tuple[int, list[bytes]]]:
    nodes = nodes_at(place for spans in wanted.values() for span in spans for place in complete_places(span))
    for key, spans in wanted.items():
        yield key, [root_of(complete_places(span), nodes) for span in spans]


def _head(query: str, given: list[int]) -> SignedHead | None:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        row = cursor.fetchone()
    return None if row is None else SignedHead(row[0], bytes(row[1]), row[2], row[3])
