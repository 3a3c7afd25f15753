"""`fairplace with-database -- COMMAND`: a PostgreSQL for as long as one command runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

ADMIN_VARIABLE = "FAIRPLACE_ADMIN_DATABASE_URL"
PREFIX = "fairplace-database-"


@contextmanager
def database_server() -> Iterator[str]:
    """The administrator's address of a server: the one of DATABASE_URL, else an embedded one that is thrown
    away."""
    from fairplace.commands.launcher.data_folder import DataFolder
    from fairplace.commands.launcher.embedded import EmbeddedServer

    given = os.environ.get(ADMIN_VARIABLE) or os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    _sweep()
    path = Path(tempfile.mkdtemp(prefix=PREFIX))
    path.chmod(0o711)
    folder = DataFolder(path)
    server = EmbeddedServer(path, throw_away=True)
    try:
        folder.take()
        server.start()
        yield server.admin_url
    finally:
        server.stop()
        folder.release()
        shutil.rmtree(path, ignore_errors=True)


def _sweep() -> None:
    """Remove what a killed run left behind: its lock went with its process."""
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.data_folder import DataFolder

    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not (left / "launcher.lock").exists() or (left / "database" / "postmaster.pid").exists():
            continue
        folder = DataFolder(left)
        try:
            folder.take()
        except CannotStart:
            continue
        folder.release()
        shutil.rmtree(left, ignore_errors=True)


def with_database(
    command: Annotated[list[str], typer.Argument(help="The command to run, after --.")],
) -> None:
    """Run COMMAND with FAIRPLACE_ADMIN_DATABASE_URL set to a PostgreSQL: an embedded one in a temporary
    folder, or the one of DATABASE_URL. Its exit status becomes ours."""
    from fairplace.commands.launcher.cannot_start import CannotStart

    try:
        with database_server() as admin_url:
            status = _run(command, {**os.environ, ADMIN_VARIABLE: admin_url})
    except CannotStart as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    raise typer.Exit(status)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run it in the foreground. Ctrl-C reaches it from the terminal, so we only wait; other signals are
    passed on."""
    from fairplace.commands.launcher.dying_with_parent import end_when_parent_ends

    try:
        child = subprocess.Popen(command, env=environment, preexec_fn=end_when_parent_ends())
    except OSError as error:
        typer.echo(f"{command[0]} cannot be run: {error.strerror}.", err=True)
        return 127
    earlier = {
        number: signal.signal(number, lambda received, _frame: child.send_signal(received))
        for number in (signal.SIGTERM, signal.SIGHUP)
    } | {signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    try:
        status = child.wait()
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
    sys.stdout.flush()
    return status if status >= 0 else 128 - status
