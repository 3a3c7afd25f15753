"""A referral's state changes: the row, its history and the event together (R2)."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.referrals.models import Referral, ReferralState
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding, may_become
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


def change_state(actor: Actor, referral: Referral, then: ReferralStanding, at: datetime, because: str = "") -> None:
    """For the actions of this area, which lock the referral before and record the event after."""
    now = ReferralStanding(referral.state)
    if not may_become(now, then):
        raise Refused(f"This referral is {now.label.lower()}, so it cannot become {then.label.lower()}.")
    referral.state = then.value
    referral.save(update_fields=["state"])
    ReferralState.objects.create(
        referral=referral, came_from=now.value, became=then.value, at=at, by_id=actor.person_id, because=because
    )
