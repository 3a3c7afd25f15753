""" "Essential" is dropped from every item, for all bidders (rule 3): part of the second person's decision."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.tell_evaluators import tell_evaluators
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Bid, Competition, Proposal
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


def waive_essentials(competition: Competition, proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """From here the statements may be marked. Every bidder is told at once, and again in its letter."""
    referral = referral_for_bidder(competition.referral_id)
    items = [one.code for one in (*referral.needs, *referral.features) if one.essential]
    move_competition(competition, CompetitionStanding.EVALUATING, actor=actor, at=at, because=proposal.because)
    audit.record(
        actor=actor,
        kind=events.ESSENTIALS_WAIVED,
        subject=competition,
        about=competition.referral_id,
        items=items,
        proposal_id=proposal.id,
    )
    tell_evaluators(competition)
    for provider_id in set(Bid.objects.filter(competition=competition).values_list("provider_id", flat=True)):
        tell_provider(
            provider_id,
            key=f"essentials-waived:{competition.id}",
            subject=f"What is essential has changed: {referral.reference}",
            body=f"No bid for {referral.reference} met every essential item. {referral.council_name} has dropped"
            " “essential” from every item, for all bidders alike, before anybody saw a price, a mark or a name. The"
            " reason is on the page of the referral.",
        )
