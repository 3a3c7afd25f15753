"""Accounts of people who left, and since when (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Person
from fairplace.foundations.audit.evidence import last_of_kind

ERASED_AT: Final = "@erased.invalid"
"""How the address of an account ends of which nothing is left but its number (custody 0006_more_rules)."""


def leavers(
    organisation_id: UUID, only: Iterable[UUID] | None = None, *, providers_too: bool = False
) -> dict[UUID, datetime | None]:
    """Person to when they were last switched off, of those who are; None: it is not on record. providers_too: also
    people of providers, and of those who run Fairplace.
    """
    left = Person.objects.filter(is_active=False).exclude(email__endswith=ERASED_AT)
    own = left.filter(organisation_id=organisation_id)
    rows = own | left.exclude(organisation__kind="council") if providers_too else own
    if only is not None:
        rows = rows.filter(id__in=list(only))
    ids = list(rows.values_list("id", flat=True))
    off = last_of_kind(ids, events.PERSON_SWITCHED_OFF)
    return {person_id: off.get(person_id) for person_id in ids}
