"""An award is set aside before it is accepted (C6): part of the second person's decision."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.end_part import end_competition
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Award, Bid, Competition, Proposal
from fairplace.dps.competitions.rules.second_person import END, SET_ASIDE, set_aside_words
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import working_deadline


def set_aside_waits(competition: Competition) -> bool:
    """Whether the award waits for a second person: until then nobody accepts it, and it does not run out."""
    return Proposal.objects.filter(competition=competition, kind=SET_ASIDE, decided_at__isnull=True).exists()


def keep_award(competition: Competition, *, at: datetime) -> None:
    """The second person does not agree: the winner has its full time from now on, if that is later."""
    award = Award.objects.get(competition=competition, declined_at__isnull=True)
    days = content_of(referral_for_bidder(competition.referral_id).category_version_id).accept_within_working_days
    award.accept_by = max(award.accept_by, working_deadline(at, days))
    award.save(update_fields=["accept_by"])


def set_award_aside(competition: Competition, proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """The scores stand as they were shown. Everybody who bid is told, with the reason."""
    award = Award.objects.select_related("bid").get(competition=competition, declined_at__isnull=True)
    award.declined_at = at
    award.declined_because = proposal.because
    award.set_aside = proposal.outcome
    award.save(update_fields=["declined_at", "declined_because", "set_aside"])
    audit.record(
        actor=actor,
        kind=events.AWARD_SET_ASIDE,
        subject=award,
        about=competition.referral_id,
        bid_id=award.bid_id,
        then=proposal.outcome,
        proposal_id=proposal.id,
    )
    referral = referral_for_bidder(competition.referral_id)
    for provider_id in set(Bid.objects.filter(competition=competition).values_list("provider_id", flat=True)):
        tell_provider(
            provider_id,
            key=f"set-aside:{award.id}",
            subject=f"An award was set aside: {referral.reference}",
            body=f"{referral.council_name} has set the award of {referral.reference} aside. The reason is on its page."
            f" {set_aside_words(proposal.outcome)}",
        )
    if proposal.outcome == END:
        end_competition(competition, proposal.because, actor=actor, at=at)
    else:
        settle_competition(competition, actor=actor, at=at)
