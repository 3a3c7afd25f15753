"""The winner withdraws instead of accepting (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.award_part import lock_award, stand_down
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

LONGEST_REASON = 300


@transaction.atomic
def decline_award(*, actor: Actor, award_id: UUID, because: str, at: datetime) -> None:
    """With a reason, which the council sees."""
    competition, award = lock_award(actor, award_id)
    reason = because.strip()
    if not reason:
        raise Refused("Say why you cannot take up the award.", "because")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Say it in {LONGEST_REASON} characters or fewer.", "because")
    check_tells_nothing(referral_id=None, texts={"because": reason}, but={Kind.SCHOOL})
    stand_down(competition, award, reason, actor=actor, at=at)
