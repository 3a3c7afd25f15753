"""Issue part 2: any PostgreSQL will do, also one whose administrator is no superuser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.embedded import EmbeddedServer
from fairplace.commands.launcher.roles import Database, drop_database, prepare_database, with_parts


@pytest.fixture
def superuser_url(tmp_path: Path) -> Iterator[str]:
    """A server on which neither role exists yet, with an administrator as a hosting service grants one."""
    tmp_path.chmod(0o711)
    server = EmbeddedServer(tmp_path, throw_away=True)
    server.start()
    run(server.admin_url, "CREATE ROLE council_admin LOGIN CREATEDB CREATEROLE")
    yield server.admin_url
    server.stop()


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


def test_administrator_without_superuser_uses_its_own_database(superuser_url: str) -> None:
    run(superuser_url, "CREATE DATABASE council OWNER council_admin")
    address = with_parts(superuser_url, user="council_admin", database="council")
    assert_roles_are_kept_apart(prepare_database(address))
    assert prepare_database(address).name == "council"


def test_database_of_the_address_is_made_where_it_is_missing(superuser_url: str) -> None:
    database = prepare_database(with_parts(superuser_url, database="not yet there"))
    assert database.name == "not yet there"
    assert_roles_are_kept_apart(database)


def test_too_powerful_role_of_that_name_is_refused(superuser_url: str) -> None:
    run(superuser_url, "CREATE ROLE fairplace_app LOGIN BYPASSRLS")
    with pytest.raises(CannotStart, match="more rights than it may have"):
        prepare_database(superuser_url)


def test_administrator_with_too_few_rights_is_told(superuser_url: str) -> None:
    run(superuser_url, "CREATE ROLE visitor LOGIN")
    with pytest.raises(CannotStart, match="could not be prepared"):
        prepare_database(with_parts(superuser_url, user="visitor"))
