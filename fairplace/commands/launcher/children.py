"""The web server and the worker as children of the launcher."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fairplace.commands.launcher.dying_with_parent import child_of_launcher

SETTINGS_MODULE = "fairplace.config.settings"
REQUEST_GRACE = 3  # seconds in which a request may finish when we stop
JOB_GRACE = 10

FORGETFUL = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
    "_RJEM_MALLOC_CONF": "junk:free",
}
"""Memory that the web server gives back is written over at once, in Python, in C and in Granian: no word of a bid stays
in a process that idles (docs/explanation/sealing.md). Pages take no longer."""


def web_command(port: int, workers: int) -> list[str]:
    """Granian on the loopback address; a proxy in front of it is what faces the world."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "8", "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", str(REQUEST_GRACE), "fairplace.config.wsgi:application"),
    ]


def worker_command() -> list[str]:
    return [
        *(sys.executable, "-m", "django", "procrastinate", "--skip-checks", "worker"),
        *("--concurrency", "2", "--shutdown-graceful-timeout", str(JOB_GRACE)),
    ]


def django_environment(database_url: str, extra: Mapping[str, str]) -> dict[str, str]:
    """What a Django process of ours finds in its environment."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "PYTHONUNBUFFERED": "1",
        **extra,
        "DATABASE_URL": database_url,
    }


@dataclass
class Child:
    """A long-running process of ours that ends when we do."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None  # standard output and error; ours where None
    death_signal: signal.Signals = signal.SIGTERM  # what it gets when we are killed
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        stream: IO[bytes] | None = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(  # from the main thread, before any other is started
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                preexec_fn=child_of_launcher(self.death_signal),
            )
        finally:
            if stream is not None:
                stream.close()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """End it and everything it started. Safe to call twice."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(JOB_GRACE + 5)
        except subprocess.TimeoutExpired:
            process.kill()
        finally:
            # Its session is its own, so this reaches what it started and nothing else.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def web_and_worker(port: int, processes: int, environment: Mapping[str, str], logs: Path | None) -> list[Child]:
    """Both, not yet started. When we are killed the web server ends its own processes; the worker, whose
    jobs are taken up again at the next start, ends at once rather than wait for a database that is gone."""
    return [
        Child("web server", web_command(port, processes), {**environment, **FORGETFUL}, logs and logs / "web.log"),
        Child("worker", worker_command(), environment, logs and logs / "worker.log", signal.SIGKILL),
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refusal(url: str) -> str | None:
    """None when a GET of `url` on this machine gives 200, else why not. Never through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5):
            return None
    except urllib.error.HTTPError as error:
        return error.read(500).decode(errors="replace") or str(error)
    except (OSError, ValueError) as error:
        return str(error)


def wait_until_ready(url: str, children: Sequence[Child], within: float = 60.0) -> str | None:
    """Poll until `url` answers 200. What was wrong, if a child ended first or the time (seconds) is over."""
    deadline = time.monotonic() + within
    while (reason := refusal(url)) is not None and time.monotonic() < deadline:
        ended = next((child.name for child in children if not child.alive()), None)
        if ended:
            return f"The {ended} ended."
        time.sleep(0.2)
    return reason
