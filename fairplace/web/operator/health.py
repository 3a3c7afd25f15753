"""For machines that watch: does the process answer, and can it do its work?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from fairplace.foundations.background import jobs_are_moving


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"healthy": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """Database reachable, migrations applied, jobs moving; otherwise 503 and what is wrong."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        moving = jobs_are_moving()
    except DatabaseError:
        return _not_ready("The database does not answer.")
    if waiting:
        return _not_ready(f"{len(waiting)} migrations are not applied.")
    if not moving:
        return _not_ready("Jobs are waiting and no worker takes them.")
    return JsonResponse({"ready": True})


def _not_ready(reason: str) -> JsonResponse:
    return JsonResponse({"ready": False, "reason": reason}, status=503)
