"""The most powerful hand on a database, for tests that attack from there.

Where the server's administrator is a superuser it is that one. Where it may only create roles and databases, the
nearest thing is the owner of the tables, once it has lifted the walls and the triggers that hold for itself too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from fairplace.commands.launcher.roles import Database, with_parts

Administrator = psycopg.Connection[Any]


@contextmanager
def administering(admin_url: str, database: Database) -> Iterator[Administrator]:
    """A connection that row-level security hides nothing from."""
    with psycopg.connect(with_parts(admin_url, database=database.name), autocommit=True) as administrator:
        if is_superuser(administrator):
            yield administrator
            return
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        for (table,) in owner.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity").fetchall():
            owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        yield owner


def is_superuser(connection: Administrator) -> bool:
    (powerful,) = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() or (
        False,
    )
    return bool(powerful)


def address_of(connection: Administrator, admin_url: str, database: Database) -> str:
    """Where another program connects with the same power."""
    return with_parts(admin_url, database=database.name) if is_superuser(connection) else database.owner_url


def stop_triggers(connection: Administrator) -> None:
    """Past the triggers of what only grows."""
    if is_superuser(connection):
        connection.execute("SET session_replication_role = replica")
        return
    for (table,) in connection.execute(
        "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
    ).fetchall():
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
