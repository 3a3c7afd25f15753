"""Record what the last inspection of an establishment found (Q4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.organisations.permissions import check_may_keep_evidence
from fairplace.dps.organisations.rules.ratings import SCALES, found_in, is_known, scale_fault
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def record_rating(
    *,
    actor: Actor,
    establishment_id: UUID,
    framework: str,
    rating: str = "",
    rated_on: date | None,
    areas: Mapping[str, str] | None = None,
    at: datetime,
) -> str:
    """As its provider states it; the lead authority checks it against the published report. Returns its words.

    areas: what a report card judged one by one; the rating is then what they add up to. Refused for a scale that was
    not in use for this kind of place on that day.
    """
    provider_id = check_may_keep_evidence(actor)
    establishment = (
        Establishment.objects.select_for_update().filter(id=establishment_id, provider_id=provider_id).first()
    )
    if establishment is None:
        raise NotThere
    areas = dict(areas or {})
    if framework in SCALES and SCALES[framework].areas:
        rating = found_in(framework, establishment.kind, areas)
        if not rating:
            raise Refused("Select what the report says about each area that it has.", "areas")
    if not is_known(framework, rating):
        raise Refused("Select what the inspection found, on the scale that it used.", "rating")
    if SCALES[framework].dated and rated_on is None:
        raise Refused("Enter the date of the inspection.", "rated_on")
    if rated_on is not None and rated_on > at.astimezone(LONDON).date():
        raise Refused("The date of the inspection must be today or in the past.", "rated_on")
    if fault := scale_fault(establishment.kind, framework, rated_on):
        raise Refused(fault, "framework")
    establishment.rating_framework, establishment.rating, establishment.rating_areas = framework, rating, areas
    establishment.rated_on = rated_on if SCALES[framework].dated else None
    establishment.save(update_fields=["rating_framework", "rating", "rated_on", "rating_areas"])
    audit.record(
        actor=actor,
        kind=events.RATING_RECORDED,
        subject=establishment,
        about=provider_id,
        framework=framework,
        rating=rating,
        rated_on=establishment.rated_on,
        areas=areas,
    )
    return rating
