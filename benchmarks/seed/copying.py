"""Rows into tables, many at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]


def copy(connection: Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """columns: names parted by blanks. A dict or a list of dicts must be given as `as_json` of it."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split()))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def as_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@contextmanager
def behind_the_walls(connection: Connection) -> Iterator[None]:
    """Row-level security holds the tables' owner too; for the time of seeding it does not. One transaction."""
    with connection.transaction():
        walled = [str(name) for (name,) in connection.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity")]
        for name in walled:
            connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(name)))
        yield
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
        for name in walled:
            connection.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(sql.Identifier(name)))
