"""The embedded PostgreSQL: a foreground child of ours on a private socket, never reachable over the
network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.dying_with_parent import (
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    ServerUser,
    become,
    child_of_launcher,
    held_capabilities,
    server_user,
)
from fairplace.commands.launcher.programs import plain_environment, programs, programs_for, succeeds_as

LONGEST_SOCKET_FOLDER = 85  # a socket's whole path must stay below 104 bytes (macOS) with `/.s.PGSQL.5432.lock`
READY_WITHIN = 60.0  # seconds; recovery after a hard kill included
STOPPED_WITHIN = 20.0

# Nothing typed by a user may reach the server's log: no statements, no values.
SETTINGS = {
    "listen_addresses": "",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "max_connections": "100",
    "timezone": "UTC",
}
# A server that is thrown away after use need not survive a power cut.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedServer:
    """One cluster in `folder/database`. Start it from the main thread and stop it yourself; should this
    process be killed, the kernel tells the server to shut down at once and cleanly."""

    def __init__(self, folder: Path, *, throw_away: bool = False) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "database"
        self.log = self.folder / "database.log"
        self.throw_away = throw_away
        self.sockets: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._bin = programs()
        self.user = server_user(self.cluster)

    @property
    def admin_url(self) -> str:
        """The address of the maintenance database as the server's first user, a superuser."""
        assert self.sockets is not None
        return f"postgresql://postgres@:5432/postgres?host={quote(str(self.sockets), safe='/')}"

    def start(self, say: Callable[[str], None] = lambda _line: None) -> None:
        """Create the cluster if there is none and wait until it answers. Raises CannotStart with the
        reason."""
        self._bin = programs_for(self.user)
        self.user = self._user_who_reaches_it()
        if not (self.cluster / "PG_VERSION").exists():
            say("Creating the database")
            self._create()
        self._check_version()
        self._wait_for_an_earlier_one()
        self.sockets = self.sockets or self._socket_folder()
        settings = SETTINGS | (THROW_AWAY if self.throw_away else {}) | self._who_may_connect()
        command: list[str | Path] = [self._bin / "postgres", "-D", self.cluster, "-k", self.sockets]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # one thread at this point, and prctl has no other way in
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=plain_environment(),
                preexec_fn=child_of_launcher(signal.SIGINT, self.user),
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self._end()
            raise

    def start_again(self) -> None:
        """After it ended by itself, at the same address. What a killed one started may need a moment to end."""
        deadline = time.monotonic() + STOPPED_WITHIN
        while True:
            try:
                return self.start()
            except CannotStart:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything committed is on disk. Safe to call twice."""
        self._end()
        sockets, self.sockets = self.sockets, None
        if sockets is not None and sockets.parent != self.folder:
            shutil.rmtree(sockets, ignore_errors=True)

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            for shutdown in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if process.poll() is None:
                    process.send_signal(shutdown)
                try:
                    process.wait(STOPPED_WITHIN)
                    break
                except subprocess.TimeoutExpired:
                    continue

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """The end of the server's log, for an error message."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        except OSError:
            return ""

    def _user_who_reaches_it(self) -> ServerUser:
        """As root the server runs as somebody who may not be able to pass the folders above ours (a home of
        mode 700). Then it keeps the one right to pass them, rather than the data being put elsewhere."""
        user = self.user
        if not user.dropped:
            if self.cluster.exists() and self.cluster.stat().st_uid != user.uid:
                raise CannotStart(
                    f"The database in {self.cluster} belongs to another user: start Fairplace as that"
                    " user, or choose another data folder."
                )
            return user
        held = held_capabilities()
        if sys.platform == "linux" and not held >> CAP_DAC_OVERRIDE & 1:
            raise CannotStart("Root has too few rights here to run a database: start as an ordinary user.")
        rights = [right for right in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE) if held >> right & 1]
        for candidate in (user, *(replace(user, capability=right) for right in rights)):
            if succeeds_as(candidate, 'cd "$1"', self.folder):
                return candidate
        raise CannotStart(
            f"The database may not run as root, and the user {user.name} cannot enter {self.folder}:"
            " choose a data folder that others may enter, or start Fairplace as an ordinary user."
        )

    def _create(self) -> None:
        """`initdb` beside the final place, moved there when whole: an interrupted start leaves nothing
        half-made."""
        draft = self.folder / "database.new"
        shutil.rmtree(draft, ignore_errors=True)
        if self.cluster.exists():
            self.cluster.rmdir()  # only ever an empty folder: one with files has PG_VERSION
        draft.mkdir(mode=0o700)
        if self.user.dropped:
            os.chown(draft, self.user.uid, self.user.gid)
        made = subprocess.run(
            [
                self._bin / "initdb",
                *("-D", draft, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
                *self._locale(),
                *(["--no-sync"] if self.throw_away else []),
            ],
            preexec_fn=become(self.user),
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise CannotStart(f"The database could not be created: {made.stderr.strip() or made.stdout.strip()}")
        draft.rename(self.cluster)

    def _who_may_connect(self) -> dict[str, str]:
        """Whoever passes the socket's folder, which is ours alone. As root that folder is the server's
        user's, who may be shared with others (`nobody`): then root alone gets through."""
        if not self.user.dropped:
            return {}
        rules, names = self.folder / "pg_hba.conf", self.folder / "pg_ident.conf"
        for file, text in ((rules, "local all all peer map=launcher\n"), (names, "launcher root all\n")):
            file.write_text(text)
            file.chmod(0o644)
        return {"hba_file": str(rules), "ident_file": str(names)}

    def _locale(self) -> Sequence[str]:
        """Unicode rules from the server itself, so that no locale need be installed."""
        if self._bin.parent.name == "pginstall18":
            return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        return ("--locale=C",)

    def _check_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        ours = subprocess.run([self._bin / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        if f" {made_by}." not in ours:
            raise CannotStart(
                f"The data in {self.cluster} was made by PostgreSQL {made_by}; this one is"
                f" {ours.split()[-1]}. Move the data with pg_dump, or choose another data folder."
            )

    def _wait_for_an_earlier_one(self) -> None:
        """After a SIGKILL of the launcher its server needs a moment to shut down. A `postmaster.pid` whose
        process is something else (numbers come round again after a restart) is stale and would stop the
        server from starting. One whose process is gone stays: by it the server finds out whether sessions of
        the old one still run."""
        file = self.cluster / "postmaster.pid"
        deadline = time.monotonic() + STOPPED_WITHIN
        while file.exists():
            try:
                pid = int(file.read_text().split("\n", 1)[0])
            except (OSError, ValueError):
                return
            if not _runs(pid):
                return
            if not self._serves_here(pid):
                file.unlink(missing_ok=True)
                return
            if time.monotonic() > deadline:
                raise CannotStart(f"A PostgreSQL with the number {pid} still uses {self.cluster}: stop it first.")
            time.sleep(0.05)

    def _serves_here(self, pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except OSError:
            return False  # gone, or not ours, so not a server on our files
        try:
            return Path(f"/proc/{pid}/cwd").samefile(self.cluster)
        except OSError:
            return not Path("/proc/self").exists()  # without /proc: believe the file; with it: gone, or not ours

    def _socket_folder(self) -> Path:
        """In our own folder, or in a short one where the path would be too long for a socket."""
        ours = self.folder / "sockets"
        if len(os.fsencode(ours)) <= LONGEST_SOCKET_FOLDER:
            ours.mkdir(mode=0o700, exist_ok=True)
            folder = ours
        else:
            folder = Path(tempfile.mkdtemp(prefix="fairplace-", dir="/tmp"))  # mode 700 and short
        if self.user.dropped:
            os.chown(folder, self.user.uid, self.user.gid)
        return folder

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while True:
            if not self.alive():
                raise CannotStart(f"The embedded PostgreSQL did not start:\n{self.last_words()}")
            try:
                psycopg.connect(self.admin_url, connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise CannotStart(f"The embedded PostgreSQL does not answer:\n{self.last_words()}") from error
                time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
