"""How far from home the place may be (R4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import lock_draft, record_change
from fairplace.dps.referrals.rules.readiness import MOST_RADIUS
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def change_limit(*, actor: Actor, referral_id: UUID, radius_miles: int, at: datetime) -> None:
    """Whole miles in a straight line from the child's home."""
    referral = lock_draft(actor, referral_id)
    if not 1 <= radius_miles <= MOST_RADIUS:
        raise Refused(f"The distance must be from 1 to {MOST_RADIUS} miles.", "radius_miles")
    referral.radius_miles = radius_miles
    referral.save(update_fields=["radius_miles"])
    record_change(actor, referral, "limit")
