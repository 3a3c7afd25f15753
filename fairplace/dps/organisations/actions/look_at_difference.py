"""Write down that a difference between register and system was looked at, and what was found (X4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Establishment, RegisterLook
from fairplace.dps.organisations.permissions import check_may_import_registers
from fairplace.dps.organisations.queries.register_differences import register_differences
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def look_at_difference(
    *, actor: Actor, establishment_id: UUID, code: str, note: str, lead_id: UUID | None, at: datetime
) -> UUID:
    """Settles it until the register says something else. It never changes an accreditation: that is a decision of its
    own."""
    check_may_import_registers(actor, lead_id)
    place = Establishment.objects.select_for_update().filter(id=establishment_id).first()
    if place is None or actor.person_id is None:
        raise NotThere
    found = [row for row in register_differences(actor, lead_id, place.id) if row.difference.kind.value == code]
    if not found:
        raise NotThere
    if not note.strip():
        raise Refused("Say what you found out, and what you did about it.", "note")
    row = RegisterLook.objects.create(
        establishment=place,
        difference=code,
        register_says=found[-1].difference.register_says,
        note=note.strip(),
        by=actor.person_id,
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.REGISTER_DIFFERENCE_LOOKED_AT,
        subject=row,
        about=place,
        difference=code,
        register_says=row.register_says,
        note=row.note,
    )
    return row.id
