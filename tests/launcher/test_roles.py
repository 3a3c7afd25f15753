"""Issue part 3: the application runs as a role that is neither a superuser nor the owner of anything."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.roles import (
    APPLICATION,
    OWNER,
    Database,
    database_in,
    password_in,
    prepare_database,
    role_password,
    with_parts,
)


def ask(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.django_db
def test_tests_run_as_a_role_with_no_special_rights() -> None:
    assert ask(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ) == [(APPLICATION, False, False, False, False)]
    assert ask("SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole") == []


@pytest.mark.django_db
def test_application_owns_nothing() -> None:
    for catalogue, owner in (
        ("pg_class", "relowner"),
        ("pg_proc", "proowner"),
        ("pg_type", "typowner"),
        ("pg_namespace", "nspowner"),
        ("pg_database", "datdba"),
    ):
        assert ask(f"SELECT 1 FROM {catalogue} WHERE {owner} = current_user::regrole") == [], catalogue


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "SET ROLE fairplace_owner",
        "TRUNCATE procrastinate_jobs CASCADE",
        "ALTER TABLE django_session DISABLE ROW LEVEL SECURITY",
        "DELETE FROM django_migrations",
    ],
)
def test_application_may_not_change_the_structure(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"permission denied|must be owner"):
        cursor.execute(statement)


def test_owner_is_no_superuser_either(owner_connection: psycopg.Connection[Any], committed_database: Database) -> None:
    row = owner_connection.execute(
        "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row == (OWNER, False, False)


def test_preparing_twice_changes_nothing(admin_url: str, committed_database: Database) -> None:
    assert prepare_database(admin_url, committed_database.name) == committed_database


def test_role_passwords_need_no_store_and_differ() -> None:
    address = "postgresql://admin:s%40cret@db.example/fairplace?sslmode=require"
    passwords = {role_password(address, role) for role in (OWNER, APPLICATION)}
    assert len(passwords) == 2
    assert "s@cret" not in "".join(passwords)
    assert role_password(address, OWNER) == role_password(address, OWNER)


def test_addresses_keep_server_and_options() -> None:
    address = with_parts(
        "postgres://admin:s%40cret@db.example:5433/one?sslmode=require", database="two words", user="u"
    )
    assert address == "postgresql://u@db.example:5433/two%20words?sslmode=require"
    assert database_in(address) == "two words"
    assert password_in("postgresql://a:s%40cret@h/d") == "s@cret"
    socket = with_parts("postgresql://postgres@:5432/postgres?host=/tmp/a b", database="x", user="u", password="p/w")
    assert socket == "postgresql://u:p%2Fw@:5432/x?host=/tmp/a%20b"


def test_another_kind_of_database_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotStart, match="must start with postgresql://"):
        prepare_database("sqlite:///fairplace.db")


def test_unreachable_server_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotStart, match="could not be prepared"):
        prepare_database("postgresql://admin:x@127.0.0.1:1/fairplace")
