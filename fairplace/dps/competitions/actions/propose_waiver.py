"""When no bid is compliant: "essential" is proposed to be dropped from every item, for all (rule 3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.proposal_part import propose
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.second_person import WAIVER
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def propose_waiver(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> UUID:
    """Only while no statement, price or name has been seen by anybody."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        CompetitionStanding.NO_COMPLIANT_BID,
        otherwise="“Essential” can be dropped only when no bid meets every essential item, before anything is seen.",
    )
    return propose(competition, WAIVER, outcome="", because=because, actor=actor, at=at)
