"""What a fostering agency has declared of where its carers live, as its own people see it (R4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.organisations.models import CarerAreas, Establishment
from fairplace.dps.organisations.rules.carer_areas import FOSTERING
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class Declared:
    """Once: no districts means that the office counts."""

    districts: tuple[str, ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OwnAreas:
    """Latest first; the first is in force for what is published now."""

    establishment_id: UUID
    name: str
    office_district: str
    declared: tuple[Declared, ...]

    @property
    def districts(self) -> tuple[str, ...]:
        return self.declared[0].districts if self.declared else ()


def own_areas(actor: Actor, establishment_id: UUID) -> OwnAreas:
    """For anybody of its provider; NotThere for others, and where the place is no fostering agency."""
    if not actor.is_provider or actor.organisation_id is None:
        raise NotThere
    own = Establishment.objects.filter(id=establishment_id, provider_id=actor.organisation_id, kind=FOSTERING)
    place = own.values_list("name", "postcode").first()
    if place is None:
        raise NotThere
    rows = CarerAreas.objects.filter(establishment=establishment_id).order_by("-at", "-id")
    return OwnAreas(
        establishment_id,
        place[0],
        place[1].partition(" ")[0],
        tuple(Declared(tuple(row[0]), row[1], row[2]) for row in rows.values_list("districts", "at", "by__name")),
    )
