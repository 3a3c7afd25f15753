"""An officer asks the family, where the published rules could not do it by themselves (C5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.send_choice import send_choice
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.due_award import due_award
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def ask_family(*, actor: Actor, competition_id: UUID, at: datetime, on_paper: bool = False) -> None:
    """Only where bids are close and the family has not been asked about them, or its link was revoked.

    on_paper: the officer prints the page, and later writes the answer down (take_family_answer).
    """
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        CompetitionStanding.SCORED,
        CompetitionStanding.TO_AWARD,
        otherwise="The family cannot be asked now.",
    )
    now = due_award(
        competition.id,
        choice_by=referral_for_bidder(competition.referral_id).choice_by,
        first_by_lot=competition.first_by_lot_id,
    )
    if not now.must_ask:
        raise Refused("There is nothing to ask the family: no bids are close, or it has answered.")
    if not send_choice(competition, now, actor=actor, at=at, on_paper=on_paper):
        raise Refused("There is no e-mail address of the family. Ask on paper: print the page and hand it over.")
    move_competition(competition, CompetitionStanding.WITH_FAMILY, actor=actor, at=at)
