"""The winner accepts in time, and then learns who the child is (C6, R1 stage 3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.award_part import lock_award
from fairplace.dps.competitions.actions.lock_competition import for_the_council
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.set_aside_part import set_aside_waits
from fairplace.dps.competitions.actions.tell_family import tell_family
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.actions.give_disclosure import give_disclosure
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def accept_award(*, actor: Actor, award_id: UUID, at: datetime) -> None:
    """Everyone else's access to the child's story ends here by itself. The agreement and the release follow by
    config/reactions.py, in this transaction.
    """
    competition, award = lock_award(actor, award_id)
    with audit.transaction_as(for_the_council(competition)):
        looked_at_again = set_aside_waits(competition)
    if looked_at_again:
        raise Refused("The council is looking at this award again. You are told as soon as it has decided.")
    if award.accept_from is not None and clock.now() < award.accept_from:
        raise Refused(f"The standstill runs until {day_and_time(award.accept_from)}. Accept the award after it.")
    if clock.now() >= award.accept_by:
        raise Refused("The time to accept this award has passed. Ring the council if you still want it.")
    award.accepted_at = at
    award.accepted_by_id = actor.person_id
    award.save(update_fields=["accepted_at", "accepted_by"])
    move_competition(competition, CompetitionStanding.ACCEPTED, actor=actor, at=at)
    council = for_the_council(competition)
    with audit.transaction_as(council):
        give_disclosure(
            actor=council,
            referral_id=competition.referral_id,
            organisation_id=award.provider_id,
            stage=3,
            because="It accepted the award.",
            at=at,
        )
        end_disclosures(
            actor=council,
            referral_id=competition.referral_id,
            because="Another provider accepted the award.",
            at=at,
            keep=[award.provider_id],
        )
        tell_family(award, actor=council, at=at)
    audit.record(
        actor=actor,
        kind=events.AWARD_ACCEPTED,
        subject=award,
        about=competition.referral_id,
        competition_id=competition.id,
        referral_id=competition.referral_id,
        council_id=award.council_id,
        provider_id=award.provider_id,
        establishment_id=award.bid.establishment_id,
        bid_id=award.bid_id,
        weekly_price=award.bid.weekly_price,
        basis=award.basis,
    )
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"award-accepted:{award.id}",
        subject=f"The award of {reference} was accepted",
        body=f"The provider accepted the award of {reference}. The agreement is ready to be signed.",
    )
