"""Issue part 2: any PostgreSQL will do, also one whose administrator is no superuser."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, InternalError_

from fairplace.commands.launcher import roles
from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.embedded import EmbeddedServer
from fairplace.commands.launcher.roles import Database, drop_database, prepare_database, with_parts
from tests.launcher.processes import wait_for


@contextmanager
def server_with_administrator(folder: Path, *, throw_away: bool = True) -> Iterator[str]:
    """A server on which neither role exists yet, with an administrator as a hosting service grants one."""
    folder.chmod(0o711)
    server = EmbeddedServer(folder, throw_away=throw_away)
    server.start()
    try:
        run(server.admin_url, "CREATE ROLE council_admin LOGIN CREATEDB CREATEROLE")
        yield server.admin_url
    finally:
        server.stop()


@pytest.fixture
def superuser_url(tmp_path: Path) -> Iterator[str]:
    with server_with_administrator(tmp_path) as url:
        yield url


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def assert_roles_are_kept_apart(database: Database) -> None:
    run(database.owner_url, "CREATE TABLE thing (id int)")
    run(database.app_url, "INSERT INTO thing VALUES (1)", "UPDATE thing SET id = 2", "DELETE FROM thing")
    for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE other (id int)"):
        with pytest.raises(InsufficientPrivilege):
            run(database.app_url, forbidden)


def test_administrator_without_superuser_makes_a_database(superuser_url: str) -> None:
    address = with_parts(superuser_url, user="council_admin")
    database = prepare_database(address)
    assert database.name == "fairplace"  # the maintenance database is left alone
    assert_roles_are_kept_apart(database)
    copy = prepare_database(address, "copy", template=database.name)
    with psycopg.connect(copy.app_url):
        drop_database(address, copy.name)


def test_administrator_without_superuser_drops_a_database_that_is_being_vacuumed(tmp_path: Path) -> None:
    """The vacuuming process belongs to no role, so nobody short of superuser may end it. Others are in there too."""
    with server_with_administrator(tmp_path, throw_away=False) as superuser_url:
        drop_while_vacuumed(superuser_url)


def drop_while_vacuumed(superuser_url: str) -> None:
    for setting in ("naptime = 1", "vacuum_cost_delay = 100", "vacuum_cost_limit = 1", "vacuum_threshold = 1"):
        run(superuser_url, f"ALTER SYSTEM SET autovacuum_{setting}")
    run(superuser_url, "SELECT pg_reload_conf()")
    address = with_parts(superuser_url, user="council_admin")
    database = prepare_database(address, "vacuumed")
    run(database.owner_url, "CREATE TABLE thing AS SELECT n FROM generate_series(1, 200000) n", "DELETE FROM thing")
    vacuuming = "SELECT 1 FROM pg_stat_activity WHERE datname = 'vacuumed' AND backend_type = 'autovacuum worker'"
    with psycopg.connect(superuser_url, autocommit=True) as connection, psycopg.connect(database.app_url):
        assert wait_for(lambda: connection.execute(vacuuming).fetchone() is not None, 60)
        drop_database(address, database.name)
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'vacuumed'").fetchone() is None


def test_administrator_without_superuser_uses_its_own_database(superuser_url: str) -> None:
    run(superuser_url, "CREATE DATABASE council OWNER council_admin")
    address = with_parts(superuser_url, user="council_admin", database="council")
    assert_roles_are_kept_apart(prepare_database(address))
    assert prepare_database(address).name == "council"


def test_database_of_the_address_is_made_where_it_is_missing(superuser_url: str) -> None:
    database = prepare_database(with_parts(superuser_url, database="not yet there"))
    assert database.name == "not yet there"
    assert_roles_are_kept_apart(database)


def test_a_role_changed_meanwhile_from_another_database_is_changed_all_the_same(superuser_url: str) -> None:
    """Advisory locks hold within one database; roles belong to the server."""
    address = with_parts(superuser_url, user="postgres", password="anything")
    prepare_database(address)
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'ALTER ROLE%'"
    with psycopg.connect(superuser_url) as other, ThreadPoolExecutor(1) as pool:
        other.execute("ALTER ROLE fairplace_owner LOGIN")
        prepared = pool.submit(prepare_database, address)
        with psycopg.connect(superuser_url, autocommit=True) as looking:
            assert wait_for(lambda: looking.execute(waiting).fetchone() is not None, 60)
        other.commit()
        assert prepared.result().name == "fairplace"


def test_a_role_that_is_changed_again_and_again_meanwhile_is_changed_all_the_same(
    superuser_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by many who prepare databases of one server at once."""
    changed, ensure = [], roles._ensure_role

    def changed_meanwhile(*given: Any) -> None:
        changed.append(given)
        if len(changed) % 5:
            raise InternalError_("tuple concurrently updated")
        ensure(*given)

    monkeypatch.setattr(roles, "_ensure_role", changed_meanwhile)
    assert_roles_are_kept_apart(prepare_database(superuser_url))


def test_too_powerful_role_of_that_name_is_refused(superuser_url: str) -> None:
    run(superuser_url, "CREATE ROLE fairplace_app LOGIN BYPASSRLS")
    with pytest.raises(CannotStart, match="more rights than it may have"):
        prepare_database(superuser_url)


def test_administrator_with_too_few_rights_is_told(superuser_url: str) -> None:
    run(superuser_url, "CREATE ROLE visitor LOGIN")
    with pytest.raises(CannotStart, match="could not be prepared"):
        prepare_database(with_parts(superuser_url, user="visitor"))
