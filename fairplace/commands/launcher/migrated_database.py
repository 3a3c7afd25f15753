"""A database that is up to date, for one command: the one of DATABASE_URL, else that of a data folder, whether
Fairplace is running on it at this moment or not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import psycopg

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.children import django_environment
from fairplace.commands.launcher.data_folder import DataFolder
from fairplace.commands.launcher.roles import (
    Database,
    addresses,
    prepare_database,
    withdraw_bookkeeping,
)

Say = Callable[[str], None]
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_EVERY = 0.5  # seconds
READY_WITHIN = 90.0  # seconds in which a Fairplace that is just starting must have its tables


class StopRequested(BaseException):
    """Somebody asked us to stop. Not an Exception: nothing on the way may take it for a failure."""


@contextmanager
def migrated_database(data: Path, say: Say) -> Iterator[Database]:
    """Django is set up in this process and acts as the application, on tables that are up to date. What was started
    here is stopped at the end, however it ends. Raises CannotStart with one sentence."""
    earlier = {number: signal.signal(number, _request_stop) for number in STOP_SIGNALS}
    folder = DataFolder(data)
    try:
        given = os.environ.get("DATABASE_URL")
        if given:
            say("Preparing the database of DATABASE_URL")
            database = prepare_database(given)
            with _django(database, {"FAIRPLACE_DATA": str(folder.path)}):
                _migrate(database, say)
                yield database
        elif _taken(folder):
            with _own_server(folder, say) as database, _django(database, folder.secrets()):
                _migrate(database, say)
                yield database
        else:
            say("Fairplace is running on this folder: using its database")
            database = _running_database(folder)
            with _django(database, folder.secrets()):
                _wait_for_tables(folder)
                yield database
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, earlier[number])
        folder.release()


def _request_stop(_number: int, _frame: FrameType | None) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # once is enough: the cleaning up must not be interrupted
    raise StopRequested


def _taken(folder: DataFolder) -> bool:
    """Whether the folder is ours now. It is not while Fairplace runs on it; a folder that cannot be used is said."""
    try:
        folder.take()
    except CannotStart:
        if (folder.path / "launcher.lock").exists() and os.access(folder.path / "launcher.lock", os.W_OK):
            return False
        raise
    return True


@contextmanager
def _own_server(folder: DataFolder, say: Say) -> Iterator[Database]:
    from fairplace.commands.launcher.embedded import EmbeddedServer

    server = EmbeddedServer(folder.path)
    try:
        say("Starting the database")
        server.start(say)
        yield prepare_database(server.admin_url)
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # the server must be gone before we are
        server.stop()


def _running_database(folder: DataFolder) -> Database:
    """Where the server of the Fairplace that holds this folder listens, by its own note, as soon as it is there."""
    note = folder.path / "database" / "postmaster.pid"
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        lines = note.read_text().splitlines() if note.exists() else []
        if len(lines) > 4 and lines[4]:
            admin_url = f"postgresql://postgres@:{lines[3]}/postgres?host={quote(lines[4], safe='/')}"
            database = addresses(admin_url, "fairplace")
            try:
                psycopg.connect(database.app_url, connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(LOOK_EVERY)  # still starting, or its database is yet to be made
                continue
            return database
        time.sleep(LOOK_EVERY)
    raise CannotStart(
        f"Fairplace is running on {folder.path}, but with no database of its own there: set DATABASE_URL to the one"
        " that it was started with."
    )


@contextmanager
def _django(database: Database, switches: Mapping[str, str]) -> Iterator[None]:
    """Django for as long as the work lasts; its connection is closed before the server may stop."""
    os.environ.update(django_environment(database.app_url, switches))
    import django
    from django.db import OperationalError, connections

    django.setup()
    try:
        yield
    except OperationalError as error:
        raise CannotStart("The database went away, and nothing was changed: try again.") from error
    finally:
        connections.close_all()


def _migrate(database: Database, say: Say) -> None:
    """As `serve` does: the owner migrates, in a process of its own, and the application may only read that it did."""
    if not _migrations_waiting():
        return
    from fairplace.commands.launcher.dying_with_parent import child_of_launcher

    say("Bringing the tables up to date")
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": database.owner_url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=child_of_launcher(signal.SIGTERM),
        check=False,
    )
    if done.returncode != 0:
        raise CannotStart(f"The tables could not be brought up to date: {' '.join(done.stdout.split())[-500:]}")
    withdraw_bookkeeping(database.owner_url)


def _wait_for_tables(folder: DataFolder) -> None:
    """Whoever runs Fairplace migrates it: we wait while it is starting, and never do it behind its back."""
    deadline = time.monotonic() + READY_WITHIN
    while _migrations_waiting():
        if time.monotonic() > deadline:
            raise CannotStart(
                f"The Fairplace that is running on {folder.path} is of another version: stop it, start it again, and"
                " then try again."
            )
        time.sleep(LOOK_EVERY)


def _migrations_waiting() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
