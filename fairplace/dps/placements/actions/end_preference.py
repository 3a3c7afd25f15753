"""A named place is not followed further: the reason stays, and the referral can go to the market (R10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.placements import events
from fairplace.dps.placements.actions.preference_part import lock_preference, move_preference
from fairplace.dps.placements.models import Consultation
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

LONGEST = 2000


@transaction.atomic
def end_preference(*, actor: Actor, referral_id: UUID, because: str, at: datetime) -> None:
    """The link opens nothing from now on, and what the place could read ends."""
    preference = lock_preference(actor, referral_id)
    if not because.strip():
        raise Refused("Say why this place is not followed further.", "because")
    if len(because) > LONGEST:
        raise Refused("Shorten this: there is room for about 300 words.", "because")
    check_tells_nothing(referral_id=referral_id, texts={"because": because}, but={Kind.SCHOOL})
    move_preference(preference, PreferenceStanding.ENDED, actor=actor, at=at, because=because)
    Consultation.objects.filter(preference=preference, revoked_at__isnull=True).update(revoked_at=at, code_sha256=None)
    if preference.provider_id is not None:
        end_disclosures(
            actor=actor,
            referral_id=referral_id,
            only=preference.provider_id,
            because="The named place is not followed further.",
            at=at,
        )
    audit.record(actor=actor, kind=events.PREFERENCE_ENDED, subject=preference, about=referral_id)
