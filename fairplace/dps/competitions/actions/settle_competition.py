"""What the published rules do next with a scored competition: ask the family, draw lots, or leave it to be awarded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import standing_of
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.send_choice import send_choice
from fairplace.dps.competitions.models import Bid, Competition
from fairplace.dps.competitions.queries.due_award import DueAward, due_award
from fairplace.dps.competitions.rules.awarding import joint_first
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.lots import draw_lots
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


def settle_competition(competition: Competition, *, actor: Actor, at: datetime) -> None:
    """Part of an action that holds the competition's lock and acts for the council.

    Where the family cannot be asked because no e-mail address is known, the competition stays where it is (or,
    after a withdrawal, to be awarded), and no award can be made until it is asked.
    """
    choice_by = referral_for_bidder(competition.referral_id).choice_by
    now = due_award(competition.id, choice_by=choice_by, first_by_lot=competition.first_by_lot_id)
    state = standing_of(competition)
    if now.must_ask:
        if send_choice(competition, now, actor=actor, at=at):
            move_competition(competition, CompetitionStanding.WITH_FAMILY, actor=actor, at=at)
        elif state is CompetitionStanding.AWARDED:
            move_competition(competition, CompetitionStanding.TO_AWARD, actor=actor, at=at)
        return
    if not now.standing and state is CompetitionStanding.SCORED:
        return
    if now.standing and now.due is None:
        _draw_lots(competition, now, actor=actor)
    if state is not CompetitionStanding.TO_AWARD:
        move_competition(competition, CompetitionStanding.TO_AWARD, actor=actor, at=at)


def _draw_lots(competition: Competition, now: DueAward, *, actor: Actor) -> None:
    """Joint first places and nobody's choice: lots that anyone can draw again decide, on the record (rule 8)."""
    between = joint_first(now.standing)
    bids = Bid.objects.filter(competition=competition)
    receipts = {str(bid.id): bid.receipt for bid in bids}
    draw = draw_lots(str(competition.id), receipts, {str(bid.id): str(bid.invitation_id) for bid in bids}, between)
    competition.first_by_lot_id = UUID(draw.drawn)
    competition.save(update_fields=["first_by_lot"])
    audit.record(
        actor=actor,
        kind=events.LOTS_DRAWN,
        subject=competition,
        about=competition.referral_id,
        between=between,
        drawn=draw.drawn,
        receipts=list(draw.receipts),
        seed=draw.seed,
        tickets=dict(draw.tickets),
    )
