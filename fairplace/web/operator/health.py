"""For machines that watch: does the process answer, and can it do its work?"""

from __future__ import annotations

from concurrent.futures import Future
from datetime import timedelta
from threading import Lock, Thread

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from fairplace.foundations.audit.proofs import sealing_lag
from fairplace.foundations.background import jobs_are_moving

PATIENCE = 3.0
"""Seconds. A probe that hangs with the database tells nobody anything."""
MOST_LAG = timedelta(minutes=1)
"""Events are sealed every second; later than this something holds the sealer up."""
NO_ANSWER = "The database does not answer."


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"healthy": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """Database reachable, migrations applied, jobs moving, log sealed; otherwise 503 and why, within PATIENCE."""
    reason = _CHECKS.reason()
    return _not_ready(reason) if reason else JsonResponse({"ready": True})


class _Checks:
    """One check at a time, in a thread of its own: a database that hangs may hold that thread, never those that serve.

    Whoever asks while a check runs waits for the same one.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: Future[str] | None = None

    def reason(self) -> str:
        """Why the system is not ready; nothing when it is."""
        with self._lock:
            if self._running is None or self._running.done():
                self._running = Future()
                Thread(target=_check, args=(self._running,), name="readyz", daemon=True).start()
            running = self._running
        try:
            return running.result(timeout=PATIENCE)
        except TimeoutError:
            return NO_ANSWER


_CHECKS = _Checks()


def _check(told: Future[str]) -> None:
    try:
        told.set_result(_reason())
    except Exception as error:  # whoever waits gets it, and the server logs it
        told.set_exception(error)
    finally:
        connection.close()


def _reason() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        moving = jobs_are_moving()
        lag = sealing_lag()
    except DatabaseError:
        return NO_ANSWER
    if waiting:
        return f"{len(waiting)} migrations are not applied."
    if not moving:
        return "Jobs are waiting and no worker takes them."
    return f"The log has not been sealed for {lag.total_seconds():.0f} seconds." if lag > MOST_LAG else ""


def _not_ready(reason: str) -> JsonResponse:
    return JsonResponse({"ready": False, "reason": reason}, status=503)
