"""Add a school, home or agency that the provider runs (§7.6, Q1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Establishment, RegisterEntry
from fairplace.dps.organisations.permissions import check_may_keep_evidence
from fairplace.dps.organisations.rules.register_facts import spelled
from fairplace.dps.organisations.rules.register_ratings import rating_in_register
from fairplace.foundations import audit
from fairplace.foundations.geography.places import point_of
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.postcodes import normalise_postcode
from fairplace.foundations.kernel.refused import Refused

OLDEST = 25


@transaction.atomic
def add_establishment(
    *,
    actor: Actor,
    name: str,
    kind: str,
    postcode: str,
    council_area: str,
    age_from: int,
    age_to: int,
    placement_kinds: Sequence[str],
    places: int,
    vacancies: int = 0,
    urn: str = "",
    takes: str = "anyone",
    register: str = "",
    at: datetime,
) -> UUID:
    """Refused with the field at fault: an unknown postcode, ages out of order, a URN that is registered already.

    register: where it was found, if it was; what its last full inspection found then comes from there.
    """
    provider_id = check_may_keep_evidence(actor)
    _check(name, kind, takes, age_from, age_to, placement_kinds, places, vacancies)
    normal = normalise_postcode(postcode)
    point = point_of(normal) if normal else None
    if normal is None or point is None:
        raise Refused("Enter a real postcode: we cannot find this one, and distances are measured from it.", "postcode")
    establishment = Establishment(
        provider_id=provider_id,
        name=name.strip(),
        kind=kind,
        urn=spelled(urn),
        postcode=normal,
        easting=point.easting,
        northing=point.northing,
        council_area=council_area.strip(),
        age_from=age_from,
        age_to=age_to,
        takes=takes,
        placement_kinds=list(dict.fromkeys(placement_kinds)),
        places=places,
        vacancies=vacancies,
    )
    _rate(establishment, register)
    try:
        with transaction.atomic():
            establishment.save(force_insert=True)
    except IntegrityError:
        own = Establishment.objects.filter(urn=establishment.urn, provider_id=provider_id).exists()
        taken = (
            f"You have added the establishment with URN {establishment.urn} already."
            if own
            else f"Another provider has added the establishment with URN {establishment.urn}. Check the number; if it"
            " is yours, tell the lead authority."
        )
        raise Refused(taken, "urn") from None
    audit.record(
        actor=actor,
        kind=events.ESTABLISHMENT_ADDED,
        subject=establishment,
        about=provider_id,
        name=establishment.name,
        establishment_kind=kind,
        urn=establishment.urn,
        council_area=establishment.council_area,
        found_in=register,
        rating=establishment.rating,
    )
    return establishment.id


def _rate(establishment: Establishment, register: str) -> None:
    entry = RegisterEntry.objects.filter(register=register, urn=establishment.urn).first()
    found = entry and rating_in_register(establishment.kind, entry.judgement, entry.inspected_on)
    if entry and found:
        establishment.rating_framework, establishment.rating = found
        establishment.rated_on = entry.inspected_on


def _check(
    name: str,
    kind: str,
    takes: str,
    age_from: int,
    age_to: int,
    placement_kinds: Sequence[str],
    places: int,
    vacancies: int,
) -> None:
    if not name.strip():
        raise Refused("Enter the name of the school or home.", "name")
    if kind not in Establishment.Kind.values:
        raise Refused("Select what kind of place it is.", "kind")
    if takes not in Establishment.Takes.values:
        raise Refused("Select whom it takes.", "takes")
    if not 0 <= age_from <= age_to <= OLDEST:
        raise Refused(f"The oldest age must be at least the youngest, and {OLDEST} or less.", "age_to")
    if not placement_kinds:
        raise Refused("Select at least one kind of placement that it offers.", "placement_kinds")
    if not 0 <= vacancies <= places:
        raise Refused("Free places cannot be more than all places.", "vacancies")
