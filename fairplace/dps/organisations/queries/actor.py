"""Who somebody is: one statement, at every request."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from fairplace.foundations.kernel.actor import Actor


def actor_of(person_id: UUID) -> Actor | None:
    """The person as an actor, with the duties of this moment; None when gone or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.name, o.id, o.kind, o.name,"
            " coalesce(array_agg(d.role) FILTER (WHERE d.role IS NOT NULL), '{}')"
            " FROM organisations_person p"
            " JOIN organisations_organisation o ON o.id = p.organisation_id"
            " LEFT JOIN organisations_duty d ON d.person_id = p.id"
            " WHERE p.id = %s AND p.is_active GROUP BY p.id, o.id",
            [person_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return Actor(row[0], row[1], row[2], row[3], row[4], frozenset(row[5]))
