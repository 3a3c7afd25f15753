"""Record what the last inspection of an establishment found (Q4)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.organisations.permissions import check_may_keep_evidence
from fairplace.dps.organisations.rules.ratings import SCALES, is_known
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def record_rating(
    *, actor: Actor, establishment_id: UUID, framework: str, rating: str, rated_on: date | None, at: datetime
) -> None:
    """As its provider states it; the lead authority checks it against the published report."""
    provider_id = check_may_keep_evidence(actor)
    establishment = (
        Establishment.objects.select_for_update().filter(id=establishment_id, provider_id=provider_id).first()
    )
    if establishment is None:
        raise NotThere
    if not is_known(framework, rating):
        raise Refused("Select what the inspection found, on the scale that it used.", "rating")
    if SCALES[framework].dated and rated_on is None:
        raise Refused("Enter the date of the inspection.", "rated_on")
    if rated_on is not None and rated_on > at.astimezone(LONDON).date():
        raise Refused("The date of the inspection must be today or in the past.", "rated_on")
    establishment.rating_framework, establishment.rating = framework, rating
    establishment.rated_on = rated_on if SCALES[framework].dated else None
    establishment.save(update_fields=["rating_framework", "rating", "rated_on"])
    audit.record(
        actor=actor,
        kind=events.RATING_RECORDED,
        subject=establishment,
        about=provider_id,
        framework=framework,
        rating=rating,
        rated_on=establishment.rated_on,
    )
