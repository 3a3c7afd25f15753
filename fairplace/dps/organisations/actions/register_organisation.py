"""Register a council, a provider or the operator (P1, Q1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Organisation
from fairplace.dps.organisations.permissions import check_may_register_organisation
from fairplace.dps.organisations.rules.administering import STRONG_AT_FIRST
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def register_organisation(
    *,
    actor: Actor,
    kind: str,
    name: str,
    ons_code: str = "",
    registered_number: str = "",
    colour: str = "",
    town: str = "",
    at: datetime,
) -> UUID:
    """A council has an ONS code and nobody else has one; a number or code is registered once. Whoever comes to hold a
    powerful role of a council, or of those who run Fairplace, signs in with more than an e-mailed code."""
    check_may_register_organisation(actor)
    if kind not in Organisation.Kind.values:
        raise Refused("Say whether it is a council, a provider or the operator.", "kind")
    if (kind == Organisation.Kind.COUNCIL) != bool(ons_code):
        raise Refused("A council, and only a council, needs its ONS code.", "ons_code")
    organisation = Organisation(
        kind=kind,
        name=name,
        ons_code=ons_code,
        registered_number=registered_number,
        colour=colour,
        town=town,
        strong_factor_for=STRONG_AT_FIRST[kind],
    )
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:
        raise Refused("An organisation with this number is already registered.", "registered_number") from None
    audit.record(
        actor=actor,
        kind=events.ORGANISATION_REGISTERED,
        subject=organisation,
        organisation_kind=kind,
        name=name,
        ons_code=ons_code,
        registered_number=registered_number,
    )
    return organisation.id
