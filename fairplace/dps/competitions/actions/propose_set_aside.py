"""An award that nobody has accepted yet is proposed to be set aside, with reasons (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.proposal_part import propose
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.second_person import SET_ASIDE
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def propose_set_aside(*, actor: Actor, competition_id: UUID, outcome: str, because: str, at: datetime) -> UUID:
    """While it waits for the second person, nobody can accept the award, and it does not run out."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        CompetitionStanding.AWARDED,
        otherwise="There is no award to set aside: none is made, or it has been accepted.",
    )
    return propose(competition, SET_ASIDE, outcome=outcome, because=because, actor=actor, at=at)
