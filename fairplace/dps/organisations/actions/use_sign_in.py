"""Somebody who is signed in clicked (X1). Free of models, so that the page door needs none."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def use_sign_in(*, sign_in_id: UUID) -> None:
    """By the true clock. The door asks for it once a minute at most, not at every click."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_signin SET last_used_at = clock_timestamp() WHERE id = %s AND ended_at IS NULL",
            [sign_in_id],
        )
