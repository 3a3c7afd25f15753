"""What a council had that became part of another: referrals, competitions and agreements go on at its successor."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db import connection

from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.kernel.actor import Actor

AREAS = ("referrals", "competitions", "placements", "transparency", "custody")


def when_council_merged(*, actor: Actor, event: RecordedEvent) -> None:
    """Every row that may change; what only grows (scores, a family's account) keeps the old council and is read by the
    new one. The database lets the rows pass its walls, and only to the successor that is recorded.
    """
    successor = UUID(str(event.payload["successor_id"]))
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute("SELECT fairplace_hand_over(%s, %s, %s)", [table, event.subject_id, successor])


def _tables() -> list[str]:
    """Of these areas, with a council."""
    return [
        model._meta.db_table
        for area in AREAS
        for model in apps.get_app_config(area).get_models()
        if any(field.column == "council_id" for field in model._meta.concrete_fields)
    ]
