"""Events are given their places in the log, some time after they were written: nobody who writes waits for another.

An event is visible to the sealer once its transaction has committed. Which ones are new is found by transaction number:
all that lie below the *horizon* of an earlier look (`pg_snapshot_xmin`: every transaction below it had ended) were
seen then, so only those from there on are compared with the log. A transaction that stays open holds up nobody else's
events, only the horizon. Number and rows are read in one statement, and so from one snapshot.

After a restore into another cluster the numbers begin anew. The head names its cluster; where that has changed, an
event says so and everything that is not in the log yet is looked for once, whatever its number.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from fairplace.foundations.audit import events
from fairplace.foundations.audit.log_key import signed
from fairplace.foundations.audit.proofs import nodes_at
from fairplace.foundations.audit.recording import Subject, record
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.merkle import Growing, Place, Span, complete_places

AT_ONCE: Final = 10_000
"""Events in one head at most."""
_LOCK: Final = 0x666169726C6F67
"""One sealer at a time."""
_LOG: Final = UUID("00000000-0000-7000-8000-6661696c6f67")
"""What an event about the log itself is about."""

_LAST = "SELECT size, root, horizon::text, cluster FROM audit_head ORDER BY size DESC LIMIT 1"
_CLUSTER = "SELECT system_identifier::text FROM pg_control_system()"
_NEW = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text, e.transaction::text, e.id, e.leaf
    FROM audit_event e
    WHERE e.transaction >= %s::xid8 AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
    ORDER BY e.transaction, e.id LIMIT %s
"""
_LEAVES = """
    INSERT INTO audit_leaf (position, event_id, leaf) SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[])
"""
_NODES = """
    INSERT INTO audit_node (level, number, hash) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""
_HEAD = """
    INSERT INTO audit_head (size, root, horizon, cluster, sealed_at, signed)
    VALUES (%s, %s, %s::xid8, %s, clock_timestamp(), %s)
"""


def seal_events(*, wait: bool = False) -> int:
    """Seal all that is committed; how many events that were. Does nothing while another seals, unless told to wait."""
    sealed = 0
    while True:
        found = _seal_some(wait)
        sealed += found
        if found < AT_ONCE:
            return sealed


@transaction.atomic
def _seal_some(wait: bool) -> int:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        cursor.execute(_CLUSTER)
        (cluster,) = cursor.fetchone()
        cursor.execute(_LAST)
        size, root, horizon, last_cluster = cursor.fetchone() or (0, b"", "0", cluster)
        if cluster != last_cluster:
            horizon = "0"
            record(
                actor=SYSTEM,
                kind=events.EPOCH_STARTED,
                subject=Subject("audit.log", _LOG),
                size=size,
                root=bytes(root).hex(),
                cluster_before=last_cluster,
                cluster=cluster,
            )
        cursor.execute(_NEW, [horizon, AT_ONCE])
        new = cursor.fetchall()
        if new:
            _append(cursor, size, new, cluster)
        return len(new)


def _append(cursor: Any, size: int, new: Sequence[tuple[str, str, UUID, Any]], cluster: str) -> None:
    edge = complete_places(Span(0, size))
    kept = nodes_at(edge)
    tree = Growing(size, [kept[place] for place in edge])
    made: list[tuple[Place, bytes]] = []
    for *_, leaf in new:
        made += tree.add(bytes(leaf))
    # A full batch may have left events behind that lie below the snapshot's own horizon.
    horizon = int(new[0][0])
    if len(new) == AT_ONCE:
        horizon = min(horizon, int(new[-1][1]))
    cursor.execute(_LEAVES, [list(range(size, tree.size)), [row[2] for row in new], [bytes(row[3]) for row in new]])
    cursor.execute(
        _NODES, [[place.level for place, _ in made], [place.number for place, _ in made], [h for _, h in made]]
    )
    cursor.execute(_HEAD, [tree.size, tree.root, str(horizon), cluster, signed(tree.size, tree.root)])
