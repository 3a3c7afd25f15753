"""Starting the real launcher and seeing what is left of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from fairplace.commands.launcher.children import free_port, refusal
from fairplace.commands.launcher.dying_with_parent import (
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    ServerUser,
    become,
    held_capabilities,
    server_user,
)

POLL = 0.05
PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("FAIRPLACE_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
}


def wait_for(condition: Callable[[], bool], within: float) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True


def ordinary_user() -> ServerUser | None:
    """Somebody without root's rights, when we are root. The Python that runs these tests may lie below a
    folder only root may enter (its home), so that user then keeps the single right to pass such
    folders; it still is not root, and the launcher takes the ordinary user's path in everything. None when
    we are ordinary ourselves."""
    if os.geteuid() != 0:
        return None
    user = server_user()
    held = held_capabilities()
    keeps = [None, *(bit for bit in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE) if held >> bit & 1)]
    for capability in keeps:
        candidate = replace(user, capability=capability)
        try:
            command = [sys.executable, "-c", "import fairplace, psycopg"]
            subprocess.run(command, preexec_fn=become(candidate), cwd=PROJECT, check=True, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            continue
        return candidate
    raise AssertionError(f"The user {user.name} cannot run {sys.executable}.")


@dataclass
class Launcher:
    """A launcher under test, with everything it has ever been seen to start."""

    process: subprocess.Popen[str]
    output: Path
    url: str = ""
    seen: set[psutil.Process] = field(default_factory=set)

    def family(self) -> list[psutil.Process]:
        """Its descendants now. Those seen are remembered, so that none escapes by losing its parent."""
        try:
            found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            found = []
        self.seen.update(found)
        return found

    def names(self) -> set[str]:
        return {name for process in self.family() for name in KINDS if name in _command(process)}

    def runs(self, name: str) -> bool:
        return any(_name(process) == name for process in self.family())

    def survivors(self) -> list[psutil.Process]:
        return [process for process in self.seen if _runs(process)]

    def text(self) -> str:
        return self.output.read_text(errors="replace")

    def ready(self) -> bool:
        return f"ready: {self.url}/" in self.text() and refusal(f"{self.url}/healthz") is None

    def end(self, number: signal.Signals) -> int:
        self.family()
        self.process.send_signal(number)
        return self.process.wait(60)


def _as_from_a_terminal(user: ServerUser | None) -> Callable[[], None]:
    """What a shell starts in the background ignores Ctrl-C; whoever runs these tests may have been started so."""

    def step() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if user:
            become(user)()

    return step


KINDS = ("bin/postgres", "granian", "procrastinate")


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _name(process: psutil.Process) -> str:
    try:
        return str(process.name())
    except psutil.Error:
        return ""


def _runs(process: psutil.Process) -> bool:
    """Whether it is still there. A dead one that nobody has collected yet is not."""
    try:
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def launched(
    arguments: list[str],
    output: Path,
    *,
    user: ServerUser | None = None,
    url: str = "",
    command: Sequence[str] = (sys.executable, "-m", "fairplace"),
    **environment: str,
) -> Iterator[Launcher]:
    """`fairplace ARGUMENTS` as a process of its own. Whatever happens, none of its family is left
    afterwards."""
    with output.open("w") as stream:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=PROJECT,
            env=ENVIRONMENT | environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_as_from_a_terminal(user),
        )
    launcher = Launcher(process, output, url)
    try:
        yield launcher
    finally:
        launcher.family()
        if process.poll() is None:
            process.kill()
        process.wait()
        for left in launcher.survivors():
            with contextlib.suppress(psutil.NoSuchProcess):
                left.kill()


@contextmanager
def serving(
    data: Path, output: Path, *, user: ServerUser | None = None, options: tuple[str, ...] = ()
) -> Iterator[Launcher]:
    """`fairplace serve` on that folder, up and answering."""
    port = free_port()
    arguments = ["serve", "--port", str(port), "--data", str(data), "--processes", "1", *options]
    with launched(arguments, output, user=user, url=f"http://127.0.0.1:{port}") as launcher:
        wait_until_up(launcher)
        yield launcher


def wait_until_up(launcher: Launcher) -> None:
    assert wait_for(lambda: launcher.ready() or launcher.process.poll() is not None, 300), launcher.text()
    assert launcher.process.poll() is None, launcher.text()
