"""Issue part 2: the launcher never leaves its database, web server or worker behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.children import free_port
from fairplace.commands.launcher.dying_with_parent import ServerUser
from fairplace.commands.launcher.embedded import EmbeddedServer
from fairplace.commands.launcher.serve import Running, StopRequested
from tests.launcher.processes import KINDS, launched, ordinary_user, serving, wait_for, wait_until_up

ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]


@pytest.fixture(params=["as ourselves", "as an ordinary user"])
def user(request: pytest.FixtureRequest) -> ServerUser | None:
    """Ourselves (root in a container: the server then runs as nobody), and somebody without root's rights."""
    return ordinary_user() if request.param == "as an ordinary user" else None


@pytest.fixture
def folder(user: ServerUser | None) -> Iterator[Path]:
    """A folder of that user's, closed to everyone else (mode 700), as a home or a temporary folder is."""
    with TemporaryDirectory(prefix="fairplace-stopping-", ignore_cleanup_errors=True) as name:
        if user is not None:
            os.chown(name, user.uid, user.gid)
        yield Path(name)


def test_everything_ends_with_the_launcher_and_starts_again(user: ServerUser | None, folder: Path) -> None:
    data = folder / "data"
    for start, ending in enumerate(ENDINGS):
        with serving(data, folder / f"{start}.log", user=user) as launcher:
            assert launcher.names() == set(KINDS)
            assert ("Creating the database" in launcher.text()) == (start == 0)
            status = launcher.end(ending)
            assert status == (-signal.SIGKILL if ending == signal.SIGKILL else 0), launcher.text()
            if start == len(ENDINGS) - 1:  # killed: start again at once, while the old server still shuts down
                with serving(data, folder / "again.log", user=user) as again:
                    assert again.end(signal.SIGTERM) == 0
            assert wait_for(lambda: not launcher.survivors(), 120), launcher.survivors()
        assert not (data / "database" / "postmaster.pid").exists()


def test_ended_worker_and_web_server_are_started_again(tmp_path: Path) -> None:
    with serving(tmp_path / "data", tmp_path / "log") as launcher:
        before = {process for process in launcher.family() if process.name() != "postgres"}
        for process in before:
            process.kill()
        assert wait_for(lambda: launcher.names() == set(KINDS) and not before & set(launcher.family()), 120)
        assert wait_for(launcher.ready, 120)
        assert launcher.end(signal.SIGTERM) == 0
        assert wait_for(lambda: not launcher.survivors(), 120), launcher.survivors()


@pytest.mark.parametrize("ending", [signal.SIGQUIT, signal.SIGKILL], ids=lambda ending: ending.name)
def test_ended_database_is_started_again_at_the_same_address_f2(ending: signal.Signals, tmp_path: Path) -> None:
    """Without anybody's help; SIGQUIT is what `pg_ctl -m immediate` sends."""
    folder = tmp_path / ("long" * 20)
    folder.mkdir(parents=True)
    running = Running(1, folder, demo=False, processes=1)
    running.server = server = EmbeddedServer(folder)
    server.start()
    try:
        address, first = server.admin_url, server.process
        assert first is not None
        first.send_signal(ending)
        first.wait(20)
        began = time.monotonic()
        with pytest.raises(StopRequested):
            running.watch(lambda: server.alive() or time.monotonic() - began > 60)
        assert server.admin_url == address
        psycopg.connect(address, connect_timeout=5).close()
    finally:
        server.stop()


def test_what_keeps_ending_ends_everything_with_a_reason(tmp_path: Path) -> None:
    """Each is counted by itself: a database that is gone for a while takes the worker with it."""
    running = Running(1, tmp_path, demo=False, processes=1)
    for _ in range(5):
        running._count("database", "\nPANIC: no space")
        running._count("worker", "")
    with pytest.raises(CannotStart, match=r"The database keeps ending by itself\.\nPANIC: no space"):
        running._count("database", "\nPANIC: no space")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL], ids=lambda ending: ending.name)
def test_with_database_leaves_neither_its_command_nor_its_server(
    ending: signal.Signals, folder: Path, user: ServerUser | None
) -> None:
    command = ["with-database", "--", "sleep", "600"]
    with launched(command, folder / "log", user=user, TMPDIR=str(folder)) as launcher:
        assert wait_for(lambda: launcher.runs("sleep"), 120), launcher.text()
        assert "bin/postgres" in launcher.names()
        launcher.end(ending)
        assert wait_for(lambda: not launcher.survivors(), 120), launcher.survivors()
    left = list(folder.glob("fairplace-database-*"))
    assert bool(left) == (ending == signal.SIGKILL)
    # What a killed one could not remove, the next one does.
    with launched(["with-database", "--", "true"], folder / "next.log", user=user, TMPDIR=str(folder)) as following:
        assert following.process.wait(60) == 0, following.text()
    assert not list(folder.glob("fairplace-database-*"))


def test_make_takes_the_launcher_with_it(tmp_path: Path) -> None:
    """Whoever stops `make demo` may reach make alone."""
    port = str(free_port())
    makefile = tmp_path / "Makefile"
    command = f"@exec '{sys.executable}' -m fairplace serve --stop-with-parent --port {port} --data '{tmp_path}/data'"
    makefile.write_text(f"demo:\n\t{command}\n")
    make = ["make", "--file", str(makefile), "demo"]
    for ending in ENDINGS:
        with launched([], tmp_path / "log", url=f"http://127.0.0.1:{port}", command=make) as launcher:
            wait_until_up(launcher)
            assert launcher.names() == set(KINDS)
            launcher.end(ending)
            assert wait_for(lambda: not launcher.survivors(), 20), launcher.survivors()
