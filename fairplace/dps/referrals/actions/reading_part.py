"""A link by which a family reads what is written, found and locked (R12)."""

from __future__ import annotations

from fairplace.dps.referrals.models import FamilyReading, Referral
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_reading(token: str) -> FamilyReading:
    """Open by the database's clock. NotThere for a link that we never sent."""
    reading = FamilyReading.objects.select_for_update().filter(token_sha256=token_digest(token)).first()
    if reading is None:
        raise NotThere
    if reading.revoked_at is not None:
        raise Refused("This link does not work any more. Ring the council: they can send you a new one.")
    if reading.answered_at is not None:
        raise Refused("You have told us already. Ring the council if something has changed.")
    draft = Referral.objects.filter(pk=reading.referral_id, state=ReferralStanding.DRAFT.value).exists()
    if not draft or clock.now() >= reading.expires_at:
        raise Refused("The time to tell us has passed. Ring the council if you still want to tell us something.")
    return reading
