"""New indexes on tables that years have filled: built while others write."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation
from django.db.models import Index


def built_beside_writers(model: str, index: Index) -> tuple[Operation, ...]:
    """For a migration with `atomic = False`.

    It keeps nobody waiting, so it may itself wait for whoever began before it, longer than whoever migrates waits for a
    table. A build that was broken off leaves an index that is never used: it is begun anew.
    """
    return (
        RunSQL("SET lock_timeout = 0", "SET lock_timeout = 0"),
        RunSQL(f'DROP INDEX CONCURRENTLY IF EXISTS "{index.name}"', RunSQL.noop),
        AddIndexConcurrently(model, index),
        RunSQL("RESET lock_timeout", "RESET lock_timeout"),
    )
