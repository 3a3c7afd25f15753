"""Whose pages somebody who runs Fairplace reads just now: one statement, at every page (X1), without any model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.permissions import check_may_support
from fairplace.dps.organisations.rules.support import BORROWED
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A live access, and the actor with whose eyes its pages are read: the person is the one who asked."""

    access_id: UUID
    ends_at: datetime
    actor: Actor


_LIVE = """
    SELECT s.id, s.ends_at, o.id, o.kind, o.name FROM organisations_supportaccess s
      JOIN organisations_organisation o ON o.id = s.organisation_id
     WHERE s.id = %s AND s.asked_by_id = %s AND s.ended_at IS NULL AND fairplace_now() < s.ends_at
"""


def borrowed(actor: Actor, access_id: UUID) -> Borrowed | None:
    """None once it has run out or was ended: asked at every page, so that an end counts at once."""
    check_may_support(actor)
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, [access_id, actor.person_id])
        row = cursor.fetchone()
    if row is None:
        return None
    found, ends_at, organisation_id, kind, name = row
    return Borrowed(found, ends_at, Actor(actor.person_id, actor.name, organisation_id, kind, name, BORROWED[kind]))
