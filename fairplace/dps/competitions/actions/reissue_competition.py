"""A cancelled or failed competition is issued again: a new referral, linked to the old one, with its reason (R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.tell_people import tell_invited
from fairplace.dps.competitions.models import Competition
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.invitation_letter import reissued_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.actions.reissue_referral import reissue_referral
from fairplace.dps.referrals.queries.reissues import issued_before_as
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def reissue_competition(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> UUID:
    """Returns the new draft. Bids are not carried over: sealed ones are never opened, opened ones were for the old."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition,
        CompetitionStanding.CANCELLED,
        CompetitionStanding.NO_AWARD,
        otherwise="Only a referral that was cancelled, or ended without an award, is issued again.",
    )
    if not because.strip():
        raise Refused("Say why it is issued again.", "because")
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
    return reissue_referral(actor=actor, earlier_id=competition.referral_id, because=because, at=at)


def tell_of_reissue(referral: CouncilReferral) -> None:
    """Part of a publication: everyone who was invited to the earlier one hears that there is a later one."""
    before = issued_before_as(referral.id)
    earlier = Competition.objects.filter(referral=before.referral_id).first() if before else None
    if before is None or earlier is None:
        return
    subject, body = reissued_letter(
        council=referral.council_name, earlier=before.reference, reference=referral.reference
    )
    tell_invited(earlier.pk, key=f"reissued:{referral.id}", subject=subject, body=body)
