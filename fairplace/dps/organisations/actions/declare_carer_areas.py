"""A fostering agency says in which postcode districts it has carers (R4; method, rule 0)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import CarerAreas, Establishment
from fairplace.dps.organisations.permissions import check_may_declare_areas
from fairplace.dps.organisations.rules.carer_areas import FOSTERING, areas_fault
from fairplace.foundations import audit
from fairplace.foundations.geography.districts import district_points, districts_in
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def declare_carer_areas(*, actor: Actor, establishment_id: UUID, typed: str, at: datetime) -> tuple[str, ...]:
    """The whole list in place of what was declared before, in force for referrals published from now on; nothing typed:
    the office counts again. Returns the districts.

    Refused with every part that is no district with a point, and above sixty. The same list twice is declared once.
    """
    provider_id, person_id = check_may_declare_areas(actor)
    own = Establishment.objects.select_for_update().filter(id=establishment_id, provider_id=provider_id, kind=FOSTERING)
    establishment = own.first()
    if establishment is None:
        raise NotThere
    districts, unknown = districts_in(typed)
    if fault := areas_fault(districts, unknown):
        raise Refused(fault, "districts")
    before = CarerAreas.objects.filter(establishment=establishment).order_by("-at", "-id").first()
    if (before.districts if before else []) == districts:
        return tuple(districts)
    points = district_points()
    declared = CarerAreas.objects.create(
        establishment=establishment,
        provider_id=provider_id,
        districts=districts,
        eastings=[int(points[one].easting) for one in districts],
        northings=[int(points[one].northing) for one in districts],
        by_id=person_id,
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.CARER_AREAS_DECLARED,
        subject=declared,
        about=establishment,
        districts=districts,
        before=before.districts if before else [],
    )
    return tuple(districts)
