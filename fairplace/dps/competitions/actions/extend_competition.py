"""The council gives everyone invited more time, with a reason that they read (R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition
from fairplace.dps.competitions.actions.move_closing import move_closing
from fairplace.dps.competitions.models import ClosingChange
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def extend_competition(*, actor: Actor, competition_id: UUID, closes_at: datetime, because: str, at: datetime) -> None:
    """Bids stay as they are, submitted or not, and may be changed until the new time."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    if not because.strip():
        raise Refused("Say why there is more time.", "because")
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
    move_closing(competition, closes_at, actor=actor, cause=ClosingChange.Cause.EXTENDED, because=because, at=at)
