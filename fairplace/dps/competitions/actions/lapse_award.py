"""An award that was not accepted in time passes on (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.award_part import lock_live_award, stand_down
from fairplace.dps.competitions.actions.set_aside_part import set_aside_waits
from fairplace.dps.competitions.models import Award
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def lapse_award(*, actor: Actor, award_id: UUID, at: datetime) -> None:
    """For the job: the system acts for the council. Refused before the time is up, or when it has been answered."""
    competition, award = lock_live_award(Award.objects.get(id=award_id))
    if at < award.accept_by:
        raise Refused("The time to accept has not passed.")
    if set_aside_waits(competition):
        raise Refused("It waits for a second person, who may set the award aside.")
    stand_down(competition, award, "It was not accepted in time.", actor=actor, at=at)
