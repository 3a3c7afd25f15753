"""What is in a database, said so that two databases can be compared: rows and a digest for every table."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import psycopg
from psycopg import sql

from fairplace.commands.backup.server_tools import KEEPING

LEFT_OUT: Final = ("django_session", "rate_limits")
"""Tables whose rows are in no copy: a session in it would let its finder in."""

_TABLES = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
_HEAD = "SELECT size, encode(root, 'hex'), signed FROM audit_head ORDER BY size DESC LIMIT 1"

Connection = psycopg.Connection[Any]


def as_keeper(owner_url: str) -> Connection:
    """A session of the owner that sees all rows. Use it for copying, comparing and erasing by rule alone."""
    return psycopg.connect(owner_url, options=KEEPING)


def table_digests(connection: Connection) -> dict[str, dict[str, object]]:
    """Rows and SHA-256 over the rows as text, in their order, for each table but those left out."""
    names = [name for (name,) in connection.execute(_TABLES).fetchall()]
    return {name: _digest(connection, name) for name in names if name not in LEFT_OUT}


def sequences(connection: Connection) -> dict[str, int | None]:
    """Where each counter stands."""
    return dict(connection.execute(_SEQUENCES).fetchall())


def log_head(connection: Connection) -> dict[str, object] | None:
    """The newest signed head of the log. None before the first."""
    row = connection.execute(_HEAD).fetchone()
    return None if row is None else {"size": row[0], "root": row[1], "signed": row[2]}


def document_files(connection: Connection) -> list[str]:
    """Under which names documents lie in the store."""
    return [name for (name,) in connection.execute("SELECT stored_as FROM documents_document ORDER BY 1").fetchall()]


def _digest(connection: Connection, name: str) -> dict[str, object]:
    query = sql.SQL('COPY (SELECT t::text COLLATE "C" AS line FROM {} t ORDER BY line) TO STDOUT').format(
        sql.Identifier(name)
    )
    hashed, rows = hashlib.sha256(), 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            hashed.update(block)
            rows += bytes(block).count(b"\n")
    return {"rows": rows, "sha256": hashed.hexdigest()}
