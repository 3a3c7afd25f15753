"""F7: the server is lost; what its write-ahead log had reached the archive comes back, and nothing else is missing.

Two PostgreSQL of our own, from the programs of the embedded one: a base backup, the log archived by configuration as
docs/how-to/back-up-and-restore.md says, SIGKILL, and a new server from base and archive.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fairplace.commands.backup.contents import as_keeper, log_head, table_digests
from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.embedded import EmbeddedServer
from fairplace.commands.launcher.programs import plain_environment
from fairplace.commands.launcher.roles import prepare_database
from tests.drill.plugin import Figures

ARCHIVE_TIMEOUT = 2  # seconds; the how-to says 60


@pytest.fixture
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="fairplace-f7-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


class Archiving(EmbeddedServer):
    """The embedded server with what a host would configure. Nothing here cuts the power, so it need not sync."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, throw_away=True)

    def _who_may_connect(self) -> dict[str, str]:
        settings = super()._who_may_connect()
        if settings:  # as root the server asks who connects: copying it is a connection of its own kind
            with Path(settings["hba_file"]).open("a") as rules:
                rules.write("local replication all peer map=launcher\n")
        return settings

    def configure(self, text: str) -> None:
        with (self.cluster / "postgresql.conf").open("a") as conf:
            conf.write(text)


def migrated(server: EmbeddedServer) -> str:
    import sys

    database = prepare_database(server.admin_url)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": database.owner_url},
        check=True,
    )
    return database.owner_url


@pytest.mark.slow
@pytest.mark.attack("F7", "the server's disk is lost; base backup and archived log give it back")
def test_f7_a_lost_server_comes_back_from_base_backup_and_archived_log(place: Path, figures: Figures) -> None:
    archive, base = place / "archive", place / "base"
    (place / "one").mkdir(mode=0o711)
    server = Archiving(place / "one")
    server.start()
    server.stop()
    for folder in (archive, base):
        folder.mkdir(mode=0o700)
        os.chown(folder, server.user.uid, server.user.gid)
    server.configure(
        f"archive_mode = on\narchive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'\n"
        f"archive_timeout = {ARCHIVE_TIMEOUT}\nwal_level = replica\n"
    )
    server.start()
    owner_url = migrated(server)
    assert server.sockets is not None
    subprocess.run(
        [server._bin / "pg_basebackup", "-D", base / "data", "-X", "none", "-c", "fast", "-d", server.admin_url],
        env=plain_environment(),
        check=True,
        capture_output=True,
    )
    written = 0
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE told (id bigint PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())")
        until = time.monotonic() + 4 * ARCHIVE_TIMEOUT
        while time.monotonic() < until:
            connection.execute("INSERT INTO told (id) VALUES (%s)", [written])
            written += 1
            time.sleep(0.02)
    with as_keeper(owner_url) as connection:
        connection.execute("SET default_transaction_read_only = on")
        before, head = table_digests(connection), log_head(connection)
    killed_at = time.time()
    process = server.process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    server.stop()
    shutil.rmtree(server.cluster)  # the disk is gone, and with it what was not yet archived

    began = time.monotonic()
    (place / "two").mkdir(mode=0o711)
    again = Archiving(place / "two")
    shutil.copytree(base / "data", again.cluster)
    again.configure(f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_action = promote\narchive_mode = off\n")
    (again.cluster / "recovery.signal").touch()
    for path in (again.cluster, *again.cluster.rglob("*")):
        os.chown(path, again.user.uid, again.user.gid)
    again.start()
    try:
        with psycopg.connect(again.admin_url, autocommit=True) as connection:
            while connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
                time.sleep(0.1)
        restored = prepare_database(again.admin_url)
        rto = time.monotonic() - began
        with as_keeper(restored.owner_url) as connection:
            after = table_digests(connection)
            row = connection.execute("SELECT count(*), coalesce(extract(epoch FROM max(at)), 0) FROM told").fetchone()
            assert log_head(connection) == head
    finally:
        again.stop()
    assert row is not None
    lost = killed_at - float(row[1])
    told_before, told_after = before.pop("told"), after.pop("told")
    assert after == before, "all that was archived is back"
    assert 0 < int(str(told_after["rows"])) <= int(str(told_before["rows"]))
    figures(f"lost with archive_timeout {ARCHIVE_TIMEOUT} s, s", round(lost, 1), "max")
    figures("back after, s", round(rto, 1), "max")
    figures("tables equal", len(after))
    figures.control("base backup without the archived log: starts refused", _refused_without_archive(place, base))
    assert lost < 3 * ARCHIVE_TIMEOUT + 5, "the loss is bounded by the time of archiving"


def _refused_without_archive(place: Path, base: Path) -> int:
    """The same base backup, and nothing else."""
    (place / "three").mkdir(mode=0o711)
    alone = Archiving(place / "three")
    shutil.copytree(base / "data", alone.cluster)
    alone.configure("archive_mode = off\n")
    for path in (alone.cluster, *alone.cluster.rglob("*")):
        os.chown(path, alone.user.uid, alone.user.gid)
    try:
        alone.start()
    except CannotStart:
        return 1
    finally:
        alone.stop()
    return 0
