"""Schools, homes and agencies, as their provider and the lead authority see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

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


COLUMNS = tuple(EstablishmentRow.__dataclass_fields__)
"""Of organisations_establishment, in the order in which establishment_from takes them."""
_KINDS = COLUMNS.index("placement_kinds")


def establishment_from(values: Sequence[Any]) -> EstablishmentRow:
    """The row that a statement of plain SQL read; it hands JSON out as text."""
    made = [*values]
    made[_KINDS] = tuple(made[_KINDS])
    made[-1] = json.loads(made[-1]) if isinstance(made[-1], str) else made[-1]
    return EstablishmentRow(*made)


def establishments_of(provider_id: UUID) -> list[EstablishmentRow]:
    """Everything that a provider runs, by name."""
    return _rows("provider_id = %s", provider_id)


def establishment_rows(ids: Iterable[UUID]) -> dict[UUID, EstablishmentRow]:
    """These establishments by id; those that do not exist are left out."""
    return {row.id: row for row in _rows("id = ANY(%s)", list(ids))}


# Asked on nearly every page of an application, for fifty places and more: plain SQL takes half the time of an ORM.
_ROWS = f"SELECT {', '.join(COLUMNS)} FROM organisations_establishment WHERE {{}} ORDER BY name"  # noqa: S608


def _rows(which: str, value: UUID | list[UUID]) -> list[EstablishmentRow]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(which), [value])
        return [establishment_from(row) for row in cursor.fetchall()]
