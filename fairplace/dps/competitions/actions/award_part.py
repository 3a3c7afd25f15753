"""A live award and its competition, locked for the winner's answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.actions.proposal_part import drop_proposals
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import Award, Competition
from fairplace.dps.competitions.permissions import check_may_answer_award
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_award(actor: Actor, award_id: UUID) -> tuple[Competition, Award]:
    """NotThere for everyone but the winner. Refused when the award has been answered."""
    found = Award.objects.filter(id=award_id).first()
    if found is None:
        raise NotThere
    check_may_answer_award(actor, found.provider_id)
    return lock_live_award(found)


def lock_live_award(found: Award) -> tuple[Competition, Award]:
    """The same for the system itself. The award is read again under the competition's lock."""
    competition = lock_competition(found.competition_id)
    award = Award.objects.select_related("bid").get(id=found.id)
    if award.set_aside:
        raise Refused("The council has set this award aside. The reason is on the page of the referral.")
    if award.declined_at is not None:
        raise Refused("This award has been withdrawn from.")
    if award.accepted_at is not None or standing_of(competition) is not CompetitionStanding.AWARDED:
        raise Refused("This award has been accepted.")
    return competition, award


def stand_down(competition: Competition, award: Award, because: str, *, actor: Actor, at: datetime) -> None:
    """The winner is out: the scores stand, the family is asked again among those still close, else the next (C6)."""
    award.declined_at = at
    award.declined_because = because
    award.save(update_fields=["declined_at", "declined_because"])
    audit.record(
        actor=actor,
        kind=events.AWARD_DECLINED,
        subject=award,
        about=competition.referral_id,
        bid_id=award.bid_id,
        because=because,
    )
    council = for_the_council(competition)
    with audit.transaction_as(council):
        drop_proposals(competition, "The provider withdrew from the award.", at=at)
        settle_competition(competition, actor=council, at=at)
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"award-declined:{award.id}",
        subject=f"The award of {reference} was not taken up",
        body=f"The place chosen for {reference} is no longer to be had. Fairplace shows what comes next.",
    )
