"""Schools, homes and agencies, as their provider and the lead authority see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairplace.dps.organisations.models import Establishment


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """kind_name says the kind in words. The postcode is private: never on a public page.

    rating_areas: what the report of the last inspection judged one by one.
    """

    id: UUID
    provider_id: UUID
    name: str
    kind: str
    urn: str
    postcode: str
    council_area: str
    age_from: int
    age_to: int
    takes: str
    placement_kinds: tuple[str, ...]
    places: int
    vacancies: int
    rating_framework: str
    rating: str
    rated_on: date | None
    rating_areas: Mapping[str, str]

    @property
    def kind_name(self) -> str:
        return Establishment.Kind(self.kind).label

    @property
    def takes_name(self) -> str:
        return Establishment.Takes(self.takes).label


KINDS: tuple[tuple[str, str], ...] = tuple((kind.value, str(kind.label)) for kind in Establishment.Kind)
WITHOUT_URN = frozenset({Establishment.Kind.ALTERNATIVE_PROVISION.value})  # in no register unless it is a school
TAKES: tuple[tuple[str, str], ...] = tuple((takes.value, str(takes.label)) for takes in Establishment.Takes)


def establishments_of(provider_id: UUID) -> list[EstablishmentRow]:
    """Everything that a provider runs, by name."""
    return _rows(provider_id=provider_id)


def establishment_rows(ids: Iterable[UUID]) -> dict[UUID, EstablishmentRow]:
    """These establishments by id; those that do not exist are left out."""
    return {row.id: row for row in _rows(id__in=list(ids))}


def _rows(**wanted: object) -> list[EstablishmentRow]:
    found = Establishment.objects.filter(**wanted).order_by("name").values(*EstablishmentRow.__dataclass_fields__)
    return [EstablishmentRow(**{**row, "placement_kinds": tuple(row["placement_kinds"])}) for row in found]
