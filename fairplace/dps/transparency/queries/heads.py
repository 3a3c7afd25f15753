"""The heads of the log that a council was sent (T3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairplace.dps.transparency.models import HeadDelivery
from fairplace.foundations.kernel.actor import Actor

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class HeadRow:
    size: int
    signed: str
    people: int
    at: datetime


def heads_of(actor: Actor) -> list[HeadRow]:
    """Of the actor's own council, the newest first."""
    rows = HeadDelivery.objects.filter(council_id=actor.organisation_id).order_by("-at", "-size")
    return [HeadRow(**row) for row in rows.values(*HeadRow.__dataclass_fields__)[:MOST_SHOWN]]
