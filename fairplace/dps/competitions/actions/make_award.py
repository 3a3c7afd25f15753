"""The award: to first place or to the family's choice, nothing else (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.exclude_bid import exclude_bid
from fairplace.dps.competitions.actions.give_feedback import check_reasons, give_feedback
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing, standing_of
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Award, Bid, Competition
from fairplace.dps.competitions.permissions import check_may_run, person_of
from fairplace.dps.competitions.queries.due_award import DueAward, due_award
from fairplace.dps.competitions.rules.awarding import cover_sentence
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.second_person import AGAIN, FEWEST_WORDS
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.queries.promised_cover import missing_cover
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON, working_deadline

ALREADY = "This has been awarded already: nothing was changed by your click."


@transaction.atomic
def make_award(*, actor: Actor, competition_id: UUID, bid_id: UUID, at: datetime, cover_because: str = "") -> UUID:
    """cover_because: why it is made although an insurance that the provider promised is not in evidence (Q4).

    Award, feedback to every bidder and the letters: all of it, or nothing. Of two officers at once one awards and
    the other is told so; the database's own constraint stands behind the lock.
    """
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    if standing_of(competition) in {CompetitionStanding.AWARDED, CompetitionStanding.ACCEPTED}:
        raise Refused(ALREADY)
    require_standing(
        competition, CompetitionStanding.TO_AWARD, otherwise="This cannot be awarded now: look at what comes first."
    )
    referral = referral_for_bidder(competition.referral_id)
    now = due_award(competition.id, choice_by=referral.choice_by, first_by_lot=competition.first_by_lot_id)
    bid = Bid.objects.select_related("invitation").filter(id=bid_id, competition=competition).first()
    if bid is None:
        raise NotThere
    if bid.id in now.out:
        raise Refused(f"This bid cannot be awarded. {now.out[bid.id]}")
    if now.must_ask:
        raise Refused("Ask the family first: bids are close, and the choice is theirs.")
    if now.due is None or now.bid_id != bid.id:
        raise Refused("Only first place, or the place the family chose, can be awarded.")
    check_reasons(competition, referral)
    missing = missing_cover(bid.invitation.line_id, at.astimezone(LONDON).date())
    if missing and len(cover_because.split()) < FEWEST_WORDS:
        raise Refused(cover_sentence(missing), "cover_because")
    check_tells_nothing(referral_id=referral.id, texts={"cover_because": cover_because})
    award = _award(competition, bid, now, referral, actor=actor, at=at)
    if missing:
        award.cover_because = cover_because.strip()
        award.save(update_fields=["cover_because"])
    _exclude_suspended(competition, now, actor=actor)
    incentive = incentive_of(competition.referral_id)
    move_competition(competition, CompetitionStanding.AWARDED, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.AWARD_MADE,
        subject=award,
        about=competition.referral_id,
        competition_id=competition.id,
        bid_id=bid.id,
        provider_id=bid.provider_id,
        basis=award.basis,
        accept_from=award.accept_from,
        accept_by=award.accept_by,
        incentive=incentive.sentence if incentive else None,
        cover_missing=list(missing),
    )
    give_feedback(award, referral, actor=actor, at=at)
    tell_provider(
        bid.provider_id,
        key=f"award-made:{award.id}",
        subject=f"You have been chosen: {referral.reference}",
        body=f"Your bid for {referral.reference} has been chosen by {referral.council_name}.\n\n"
        f"{_when(award)}Sign in to Fairplace, look under your tasks, and accept the award in time: after that it"
        " passes on.",
    )
    return award.id


def _when(award: Award) -> str:
    if award.accept_from is None:
        return ""
    return (
        f"You can accept from {day_and_time(award.accept_from)}, after the standstill: you are told when it is over. "
    )


def _award(
    competition: Competition, bid: Bid, now: DueAward, referral: BidderReferral, *, actor: Actor, at: datetime
) -> Award:
    assert now.due is not None
    content = content_of(referral.category_version_id)
    standstill = content.standstill_working_days
    accept_from = working_deadline(at, standstill) if standstill else None
    try:
        with transaction.atomic():
            return Award.objects.create(
                competition=competition,
                council_id=competition.council_id,
                provider_id=bid.provider_id,
                bid=bid,
                basis=now.due.basis,
                made_at=at,
                made_by_id=person_of(actor),
                accept_from=accept_from,
                accept_by=working_deadline(accept_from or at, content.accept_within_working_days),
            )
    except IntegrityError:
        raise Refused(ALREADY) from None


def _exclude_suspended(competition: Competition, now: DueAward, *, actor: Actor) -> None:
    """A place that was suspended after the opening keeps its row, and from now on its reason (A3, C4)."""
    for bid in Bid.objects.filter(competition=competition, id__in=list(now.out), excluded_because=""):
        if Award.objects.filter(bid=bid, declined_at__isnull=False).exclude(set_aside=AGAIN).exists():
            continue
        exclude_bid(competition, bid, now.out[bid.id], actor=actor)
