"""Nothing is left to do on a published referral: the agreement is signed, or nobody was chosen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.change_state import change_state
from fairplace.dps.referrals.events import REFERRAL_CLOSED
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def close_referral(*, actor: Actor, referral_id: UUID, because: str, at: datetime) -> None:
    """Called by the later area in which the end came about; that action has checked who acts."""
    referral = Referral.objects.select_for_update().filter(pk=referral_id).first()
    if referral is None:
        raise NotThere
    change_state(actor, referral, ReferralStanding.CLOSED, at, because)
    audit.record(actor=actor, kind=REFERRAL_CLOSED, subject=referral, about=referral)
