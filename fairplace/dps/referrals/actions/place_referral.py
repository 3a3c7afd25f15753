"""A place that the family named was awarded directly: the referral looks for nobody else (R10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.change_state import change_state
from fairplace.dps.referrals.actions.draft import lock_referral
from fairplace.dps.referrals.events import REFERRAL_PLACED
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def place_referral(*, actor: Actor, referral_id: UUID, at: datetime) -> None:
    """Called by the direct award, whose record holds the reasons. From a draft or from a competition that was ended."""
    referral = lock_referral(actor, referral_id)
    change_state(actor, referral, ReferralStanding.PLACED, at, "A place that the family named was awarded directly.")
    audit.record(actor=actor, kind=REFERRAL_PLACED, subject=referral, about=referral)
