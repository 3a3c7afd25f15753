"""The two database roles and what each may do (§ "What cannot be retrofitted").

The owner migrates. The application serves and works: it owns nothing, is no superuser and passes no row-level
security. Works on PostgreSQL 15 and later with a superuser's address or one with CREATEDB and CREATEROLE."""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InternalError_

from fairplace.commands.launcher.cannot_start import CannotStart

OWNER, APPLICATION = "fairplace_owner", "fairplace_app"
OLDEST_SERVER = 150000
ROLE_LOCK = 7_301_115  # advisory lock: two launchers must not alter the same role at the same moment
ROLE_TRIES = 20
CONNECTED_WITHIN = 30  # seconds
MAINTENANCE = frozenset({"", "postgres", "template1"})

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Database:
    """One prepared database, with the address for each role."""

    name: str
    owner_url: str
    app_url: str


def with_parts(url: str, *, database: str | None = None, user: str | None = None, password: str | None = None) -> str:
    """The same server address with another database, or another user and that user's password."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "pgsql"}:
        raise CannotStart("DATABASE_URL must start with postgresql:// (Fairplace runs on PostgreSQL only).")
    credentials, _, server = parts.netloc.rpartition("@")
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    if user is not None:
        credentials = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        query = [(name, value) for name, value in query if name not in {"user", "password"}]
    path = parts.path if database is None else f"/{quote(database, safe='')}"
    netloc = f"{credentials}@{server}" if credentials else server
    tail = f"?{urlencode(query, quote_via=quote, safe='/')}" if query else ""
    return f"postgresql://{netloc}{path}{tail}"


def database_in(url: str) -> str:
    return unquote(urlsplit(url).path.lstrip("/"))


def password_in(url: str) -> str:
    parts = urlsplit(url)
    given = unquote(parts.password or "") or dict(parse_qsl(parts.query)).get("password", "")
    return given or os.environ.get("PGPASSWORD", "")


def role_password(admin_url: str, role: str) -> str:
    """A password for `role`, the same every time, from the administrator's: nothing to store. Empty where the
    administrator needs none (a socket that only we can reach)."""
    secret = password_in(admin_url)
    if not secret:
        return ""
    digest = hmac.digest(secret.encode(), f"fairplace role {role}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def prepare_database(admin_url: str, name: str | None = None, *, template: str | None = None) -> Database:
    """Make the roles and the database `name` (default: the one in the address, or `fairplace`) if they are
    missing, and grant each role what it needs. With `template` the database is a new copy of that one. May
    be repeated."""
    admin_url = with_parts(admin_url)  # refuses what is no PostgreSQL address
    name = name or database_in(admin_url)
    if name in MAINTENANCE:
        name = "fairplace"
    try:
        with _connected(admin_url) as connection:
            _check_server(connection)
            connection.execute("SELECT pg_advisory_lock(%s)", [ROLE_LOCK])
            for role in (OWNER, APPLICATION):
                _ensure_role_among_others(connection, role, role_password(admin_url, role))
            _let_admin_act_for_them(connection)
            connection.execute("SELECT pg_advisory_unlock(%s)", [ROLE_LOCK])
            _ensure_database(connection, name, template)
        address = with_parts(admin_url, database=name)
        with psycopg.connect(address, autocommit=True, connect_timeout=CONNECTED_WITHIN) as connection:
            _grant(connection, name)
    except psycopg.Error as error:
        raise CannotStart(f"The database could not be prepared: {_sentence(error)}") from error
    return addresses(admin_url, name)


def addresses(admin_url: str, name: str) -> Database:
    """The addresses of a database that was prepared before."""
    owner, app = (
        with_parts(admin_url, database=name, user=role, password=role_password(admin_url, role))
        for role in (OWNER, APPLICATION)
    )
    return Database(name, owner, app)


def drop_database(admin_url: str, name: str) -> None:
    """Drop it with every session still in it.

    An administrator short of superuser may not FORCE out a process that vacuums it, which is no role's. A plain DROP
    sends that away by itself, and waits for the sessions that we end before."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with _connected(admin_url) as connection:
        try:
            connection.execute(drop + sql.SQL(" WITH (FORCE)"))
        except InsufficientPrivilege:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename IS NOT NULL",
                [name],
            )
            connection.execute(drop)


def withdraw_bookkeeping(owner_url: str) -> None:
    """After migrating: the application may read which migrations ran (for /readyz), never say so itself."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(sql.Identifier(APPLICATION))
        )


@contextmanager
def _connected(admin_url: str) -> Iterator[Connection]:
    """A session of the administrator's: in the address's database, or in `postgres` where that is yet to be
    made."""
    try:
        connection = psycopg.connect(admin_url, autocommit=True, connect_timeout=CONNECTED_WITHIN)
    except psycopg.OperationalError as error:
        if database_in(admin_url) in MAINTENANCE:
            raise
        try:
            connection = psycopg.connect(
                with_parts(admin_url, database="postgres"), autocommit=True, connect_timeout=CONNECTED_WITHIN
            )
        except psycopg.OperationalError:
            raise error from None
    with connection:
        yield connection


def _check_server(connection: Connection) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        major = connection.info.server_version // 10000
        raise CannotStart(f"This is PostgreSQL {major}; Fairplace needs 15 or later.")


def _ensure_role_among_others(connection: Connection, role: str, password: str) -> None:
    """Again where it is changed under us from another database of the server, where the lock is not."""
    for _ in range(ROLE_TRIES - 1):
        with suppress(InternalError_):
            return _ensure_role(connection, role, password)
    return _ensure_role(connection, role, password)


def _ensure_role(connection: Connection, role: str, password: str) -> None:
    found = connection.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    secret = sql.SQL("PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    if found is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS {}").format(
                sql.Identifier(role), secret
            )
        )
    elif any(found):
        raise CannotStart(f"The role {role} exists with more rights than it may have: drop it or take them away.")
    elif password:
        connection.execute(sql.SQL("ALTER ROLE {} LOGIN {}").format(sql.Identifier(role), secret))


def _let_admin_act_for_them(connection: Connection) -> None:
    """An administrator short of superuser may only give things to a role that it belongs to, and only end the
    sessions (to drop a database) of such a role."""
    for role in (OWNER, APPLICATION):
        row = connection.execute(
            "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
            " pg_has_role(current_user, %s, 'USAGE')",
            [role],
        ).fetchone()
        if row is not None and not row[0] and not row[1]:
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def _ensure_database(connection: Connection, name: str, template: str | None) -> None:
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if exists:
        return
    made_from = (
        sql.SQL("TEMPLATE {}").format(sql.Identifier(template))
        if template
        else sql.SQL("TEMPLATE template0 ENCODING 'UTF8'")
    )
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} {}").format(sql.Identifier(name), sql.Identifier(OWNER), made_from)
    )


def _grant(connection: Connection, name: str) -> None:
    """What each role may do in this database. Tables that must not be changed (events) are taken back by the
    migrations that make them."""
    owner, app = sql.Identifier(OWNER), sql.Identifier(APPLICATION)
    for statement in (
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {name} TO {owner}",
        "GRANT CONNECT ON DATABASE {name} TO {app}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(name=sql.Identifier(name), owner=owner, app=app))


def _sentence(error: psycopg.Error) -> str:
    return str(error).strip().replace("\n", " ")
