"""Whether a place that somebody names is accredited (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.qualification.models import Line


@dataclass(frozen=True, slots=True)
class AccreditedLine:
    """An accredited, unsuspended line of a place."""

    line_id: UUID
    establishment_id: UUID
    establishment_name: str
    provider_id: UUID
    provider_name: str


def accredited_line_of(urn: str, category_id: UUID) -> AccreditedLine | None:
    """Of the establishment with this number in this category; None where it has none."""
    found = Line.objects.filter(establishment__urn=urn, category_id=category_id, state="accredited").exclude(
        establishment__urn=""
    )
    row = found.values_list("id", "establishment_id", "establishment__name", "provider_id", "provider__name").first()
    return AccreditedLine(*row) if row else None
