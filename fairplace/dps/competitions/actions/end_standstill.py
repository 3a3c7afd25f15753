"""A standstill is over: whoever can accept the award is told that it can be done now, and until when (C6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.award_part import lock_live_award
from fairplace.dps.competitions.actions.set_aside_part import set_aside_waits
from fairplace.dps.competitions.actions.tell_people import tell_officers, tell_people_of
from fairplace.dps.competitions.models import Award
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def end_standstill(*, actor: Actor, award_id: UUID, at: datetime) -> None:
    """For the job; done twice, it is told once. Refused before the standstill's end, and where nothing can be accepted:
    the award was answered or set aside, or a second person looks at it (after a no, the next round tells it)."""
    competition, award = lock_live_award(Award.objects.get(id=award_id))
    if award.accept_from is None or at < award.accept_from or award.standstill_told_at is not None:
        raise Refused("There is no standstill, it runs on, or its end was told.")
    if set_aside_waits(competition):
        raise Refused("It waits for a second person, who may set the award aside.")
    award.standstill_told_at = at
    award.save(update_fields=["standstill_told_at"])
    audit.record(actor=actor, kind=events.STANDSTILL_ENDED, subject=award, about=competition.referral_id)
    referral, until = referral_for_bidder(competition.referral_id), day_and_time(award.accept_by)
    for role in (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY):  # who holds both has one letter
        tell_people_of(
            award.provider_id,
            role,
            key=f"standstill-ended:{award.id}",
            subject=f"You can accept the award now: {referral.reference}",
            body=f"The standstill of {referral.reference} is over. You can accept the award of {referral.council_name}"
            f" until {until}: after that it passes on. Sign in to Fairplace and look under your tasks.",
        )
    tell_officers(
        competition.council_id,
        key=f"standstill-ended:{award.id}",
        subject=f"The standstill is over: {referral.reference}",
        body=f"The place that was chosen for {referral.reference} can accept the award now, and has been told. It can"
        f" do so until {until}. You need not do anything: Fairplace tells you when it is accepted, or what comes next.",
    )
