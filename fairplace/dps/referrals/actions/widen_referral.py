"""The referral's own part of a wider limit after publication; the competition does the rest (R4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import lock_referral
from fairplace.dps.referrals.events import REFERRAL_WIDENED
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.dps.referrals.rules.readiness import MOST_RADIUS
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def widen_referral(*, actor: Actor, referral_id: UUID, radius_miles: int, at: datetime) -> int:
    """The one thing that may change once a referral is out: its limit, and only outwards. Returns the old limit."""
    referral = lock_referral(actor, referral_id)
    if referral.state != ReferralStanding.PUBLISHED.value:
        raise Refused("Only a published referral can be put to more places.")
    before = referral.radius_miles or 0
    if not before < radius_miles <= MOST_RADIUS:
        raise Refused(f"Enter a distance above {before} and up to {MOST_RADIUS} miles.", "radius_miles")
    referral.radius_miles = radius_miles
    referral.save(update_fields=["radius_miles"])
    audit.record(
        actor=actor,
        kind=REFERRAL_WIDENED,
        subject=referral,
        about=referral,
        from_miles=before,
        to_miles=radius_miles,
    )
    return before
