"""Rows into tables, many at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]


_LEFT_OUT = """
    SELECT column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL
       AND column_name <> ALL(%s)
"""
_EMPTY: dict[str, object] = {
    "text": "", "character varying": "", "boolean": False, "jsonb": "{}", "ARRAY": [],
    "integer": 0, "smallint": 0, "numeric": 0, "uuid": None,  # whose it is, where the database fills that in
}  # fmt: skip


def copy(connection: Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """columns: names parted by blanks; one that is left out and may not be null is empty, false or 0.

    A dict or a list of dicts must be given as `as_json` of it.
    """
    named = columns.split()
    left_out = [(name, _EMPTY[kind]) for name, kind in connection.execute(_LEFT_OUT, [table, named]).fetchall()]
    names = sql.SQL(", ").join(map(sql.Identifier, [*named, *(name for name, _ in left_out)]))
    rest = [value for _, value in left_out]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row([*row, *rest])


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
