"""The child no longer needs this place (R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.change_state import change_state
from fairplace.dps.referrals.actions.draft import lock_referral
from fairplace.dps.referrals.events import REFERRAL_CANCELLED
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def cancel_referral(*, actor: Actor, referral_id: UUID, because: str, at: datetime) -> None:
    """With a reason, which stays with the council. A published one is cancelled through its competition."""
    if not because.strip():
        raise Refused("Say why the referral is cancelled.", "because")
    referral = lock_referral(actor, referral_id)
    check_tells_nothing(referral_id=referral_id, texts={"because": because})
    change_state(actor, referral, ReferralStanding.CANCELLED, at, because.strip())
    audit.record(actor=actor, kind=REFERRAL_CANCELLED, subject=referral, about=referral)
