"""A council became part of another: its people go there, its own row and every event keep the old name (P1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Organisation, Person
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def record_successor(*, actor: Actor, council_id: UUID, successor_id: UUID, because: str, at: datetime) -> None:
    """Part of the lead authority's action, which has asked who may. What the council had goes over by reactions."""
    found = {one.id: one for one in Organisation.objects.select_for_update().filter(id__in=[council_id, successor_id])}
    council, successor = found[council_id], found[successor_id]
    if council.successor_id is not None or successor.successor_id is not None:
        raise Refused("One of these councils has become part of another already.", "successor")
    council.successor = successor
    council.merged_at = at
    council.save(update_fields=["successor", "merged_at"])
    moved = Person.objects.filter(organisation=council).update(organisation=successor)
    audit.record(
        actor=actor,
        kind=events.COUNCIL_MERGED,
        subject=council,
        successor_id=successor_id,
        people=moved,
        because=because,
    )
