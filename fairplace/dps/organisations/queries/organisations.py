"""Councils, providers and the operator, as others see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """ons_code: of a council. registered_number: of a provider (company or charity)."""

    id: UUID
    kind: str
    name: str
    ons_code: str
    registered_number: str
    colour: str


def organisation_row(organisation_id: UUID) -> OrganisationRow | None:
    """One organisation, or None."""
    row = Organisation.objects.filter(id=organisation_id).values_list(*OrganisationRow.__dataclass_fields__).first()
    return OrganisationRow(*row) if row else None


def council_by_ons_code(ons_code: str) -> OrganisationRow | None:
    """The council with this code, or None when none is registered (P1)."""
    rows = Organisation.objects.filter(kind="council", ons_code=ons_code)
    row = rows.values_list(*OrganisationRow.__dataclass_fields__).first()
    return OrganisationRow(*row) if row else None


def organisation_names(organisation_ids: Iterable[UUID]) -> dict[UUID | None, str]:
    """Of these that there are."""
    return dict(Organisation.objects.filter(id__in=list(organisation_ids)).values_list("id", "name"))


def providers_by_name() -> list[tuple[UUID, str]]:
    """Every provider there is, for a choice among them."""
    return list(Organisation.objects.filter(kind="provider").order_by("name", "id").values_list("id", "name"))
