"""An officer ends a family's link, because it went astray or is no longer needed (R12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import lock_draft
from fairplace.dps.referrals.events import READING_REVOKED
from fairplace.dps.referrals.models import FamilyReading
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def revoke_reading(*, actor: Actor, referral_id: UUID, reading_id: UUID, at: datetime) -> None:
    """It opens nothing from now on; what was said by it stays."""
    referral = lock_draft(actor, referral_id)
    reading = FamilyReading.objects.select_for_update().filter(pk=reading_id, referral=referral).first()
    if reading is None:
        raise NotThere
    if reading.revoked_at is not None:
        return
    reading.revoked_at, reading.code_sha256 = at, None
    reading.save(update_fields=["revoked_at", "code_sha256"])
    audit.record(actor=actor, kind=READING_REVOKED, subject=reading, about=referral)
