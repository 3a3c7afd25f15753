"""`fairplace serve`: everything that runs, started in order and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fairplace.commands.launcher.children import Child
    from fairplace.commands.launcher.data_folder import DataFolder
    from fairplace.commands.launcher.embedded import EmbeddedServer
    from fairplace.commands.launcher.roles import Database

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_EVERY = 0.5  # seconds between two looks at the children
RESTARTS, RESTARTS_WITHIN = 5, 60.0  # so many in that many seconds: something is wrong, stop

# Who waits for a table keeps everyone who comes after waiting too: rather fail, and be started again.
MIGRATION_WAITS = "-c lock_timeout=3s"


class StopRequested(BaseException):
    """Somebody asked us to stop. Not an Exception: nothing on the way may take it for a failure."""


def serve(
    port: Annotated[str, typer.Option(help="The port on 127.0.0.1.")] = "8000",
    data: Annotated[Path, typer.Option(help="The folder for everything kept between starts.")] = Path(".data"),
    demo: Annotated[bool, typer.Option("--demo", help="Invented people and places, one click to be any.")] = False,
    processes: Annotated[int, typer.Option(min=1, help="Web server processes.")] = 2,
    stop_with_parent: Annotated[bool, typer.Option("--stop-with-parent", hidden=True)] = False,
) -> None:
    """Serve Fairplace, with its worker and (unless DATABASE_URL names another) its own PostgreSQL, until
    Ctrl-C."""
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.dying_with_parent import die_with_parent, parent_waits_to_stop

    for number in STOP_SIGNALS:
        signal.signal(number, _request_stop)
    if stop_with_parent:
        die_with_parent()
    stop_wanted = parent_waits_to_stop if stop_with_parent else lambda: False
    running: Running | None = None
    status = 0
    try:
        running = Running(check_port(port), data, demo=demo, processes=processes)
        running.start()
        running.watch(stop_wanted)
    except StopRequested:
        say("Stopping")
    except CannotStart as error:
        typer.echo(str(error), err=True)
        status = 1
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if running is not None:
            running.stop()
    if status == 0:
        say("Stopped")
    raise typer.Exit(status)


def _request_stop(_number: int, _frame: FrameType | None) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # once is enough: a second Ctrl-C must not interrupt the cleaning up
    raise StopRequested


def say(line: str) -> None:
    """One line of progress. A closed terminal must not keep us from stopping what we started."""
    try:
        typer.echo(line)
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def check_port(text: str) -> int:
    """The port as a number, free to listen on. Raises CannotStart with the reason."""
    import errno
    import socket

    from fairplace.commands.launcher.cannot_start import CannotStart

    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CannotStart(f"PORT must be a whole number from 1 to 65535, not “{text}”.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotStart(
                    f"Port {port} is already in use. Choose another one, for example: make demo PORT={port % 65535 + 1}"
                ) from error
            raise CannotStart(f"Port {port} cannot be used: {error.strerror}.") from error
    return port


class Running:
    """One Fairplace from its first process to its last."""

    def __init__(self, port: int, data: Path, *, demo: bool, processes: int) -> None:
        from fairplace.commands.launcher.data_folder import DataFolder

        self.url = f"http://127.0.0.1:{port}"
        self.port, self.demo, self.processes = port, demo, processes
        self.folder: DataFolder = DataFolder(data)
        self.server: EmbeddedServer | None = None
        self.children: list[Child] = []
        self._restarts: defaultdict[str, list[float]] = defaultdict(list)

    def start(self) -> None:
        from fairplace.commands.launcher.cannot_start import CannotStart
        from fairplace.commands.launcher.children import wait_until_ready, web_and_worker
        from fairplace.commands.launcher.roles import withdraw_bookkeeping

        self.folder.take()
        switches = self._switches()
        database = self._database()
        say("Bringing the tables up to date")
        # The checks ask what holds for the application, so they wait for its role: they are run next.
        migrate = ["migrate", "--no-input", "--skip-checks", "--verbosity", "0"]
        self._manage(migrate, database.owner_url, {**switches, "PGOPTIONS": MIGRATION_WAITS})
        withdraw_bookkeeping(database.owner_url)
        self._check(database.app_url, switches)
        if self.demo:
            self._seed(database, switches)
        say("Starting the web server and the worker")
        environment = self._environment(database.app_url, switches)
        # A host's own logging reads standard output; at a terminal the demo keeps its progress readable.
        logs = self.folder.path if self.demo else None
        self.children = web_and_worker(self.port, self.processes, environment, logs)
        for child in self.children:
            child.start()
        reason = wait_until_ready(f"{self.url}/readyz", self.children)
        if reason is not None:
            raise CannotStart(f"Fairplace did not become ready: {reason}{self._where_to_look()}")
        say(f"Fairplace is ready: {self.url}/  (Ctrl-C stops it)")

    def watch(self, stop_wanted: Callable[[], bool]) -> None:
        """Keep everything running: what ended by itself is started again, the database first."""
        while True:
            time.sleep(LOOK_EVERY)
            if stop_wanted():
                raise StopRequested
            if self.server is not None and not self.server.alive():
                self._count("database", f"\n{self.server.last_words()}")
                self.server.start_again()
            for child in self.children:
                if not child.alive():
                    self._start_again(child)

    def stop(self) -> None:
        """In order: who uses the database first, then the database. Safe at any moment, also half-started."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        if self.server is not None:
            self.server.stop()
        self.folder.release()

    def _where_to_look(self) -> str:
        return f" Its messages are in {self.folder.path}/web.log and worker.log." if self.demo else ""

    def _start_again(self, child: Child) -> None:
        self._count(child.name, self._where_to_look())
        child.stop()
        child.start()

    def _count(self, name: str, more: str) -> None:
        """Say so; give up on what keeps ending."""
        from fairplace.commands.launcher.cannot_start import CannotStart

        now = time.monotonic()
        times = self._restarts[name] = [*(at for at in self._restarts[name] if now - at < RESTARTS_WITHIN), now]
        if len(times) > RESTARTS:
            raise CannotStart(f"The {name} keeps ending by itself.{more}")
        say(f"The {name} ended by itself: starting it again")

    def _switches(self) -> dict[str, str]:
        return {
            **self.folder.secrets(),
            "FAIRPLACE_DATA": str(self.folder.path),
            "FAIRPLACE_DEMO": "1" if self.demo else "0",
            "FAIRPLACE_PUBLIC_ADDRESS": os.environ.get("FAIRPLACE_PUBLIC_ADDRESS", self.url),
        }

    def _database(self) -> Database:
        from fairplace.commands.launcher.embedded import EmbeddedServer
        from fairplace.commands.launcher.roles import prepare_database

        given = os.environ.get("DATABASE_URL")
        if given:
            say("Preparing the database of DATABASE_URL")
            return prepare_database(given)
        self.server = EmbeddedServer(self.folder.path)
        say("Starting the database")
        self.server.start(say)
        return prepare_database(self.server.admin_url)

    def _environment(self, database_url: str, switches: Mapping[str, str]) -> dict[str, str]:
        from fairplace.commands.launcher.children import django_environment

        return django_environment(database_url, switches)

    def _manage(
        self, arguments: list[str], database_url: str, switches: Mapping[str, str], *, quiet: bool = False
    ) -> None:
        """A management command in a process of its own. Raises CannotStart when it fails."""
        from fairplace.commands.launcher.cannot_start import CannotStart
        from fairplace.commands.launcher.dying_with_parent import child_of_launcher

        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            env=self._environment(database_url, switches),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            preexec_fn=child_of_launcher(signal.SIGTERM),
            check=False,
        )
        if done.returncode != 0:
            raise CannotStart(f"“{arguments[0]}” failed (status {done.returncode}). {done.stdout or 'See above.'}")

    def _check(self, app_url: str, switches: Mapping[str, str]) -> None:
        """Refuse to serve where a wall is down: secrets missing, a role too powerful, a clock moved outside the
        demo. Mere advice is not shown."""
        check = ["check", "--deploy", "--database", "default", "--fail-level", "ERROR"]
        self._manage(check, app_url, switches, quiet=True)

    def _seed(self, database: Database, switches: Mapping[str, str]) -> None:
        """The demo's story, told by the real actions in one transaction and only where there is none yet. It
        acts as the application; the owner's address is for the clock alone, which stands in the past meanwhile."""
        say("Setting the scene of the demo (the first time takes a little longer)")
        owner = {"FAIRPLACE_OWNER_DATABASE_URL": database.owner_url}
        self._manage(["seed_demo"], database.app_url, {**switches, **owner})
