"""A second person agrees to the referral as it stands (R1: where the council wants one)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.events import REFERRAL_APPROVED
from fairplace.dps.referrals.models import Referral, ReferralApproval
from fairplace.dps.referrals.permissions import may_approve_referral
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def approve_referral(*, actor: Actor, referral_id: UUID, at: datetime) -> None:
    """Never by the writer, nor by who changed it last. A later change needs another approval."""
    referral = Referral.objects.select_for_update().filter(pk=referral_id).first()
    if referral is None or actor.person_id is None or not may_approve_referral(actor, referral.council_id):
        raise NotThere
    if referral.state != ReferralStanding.DRAFT.value:
        raise Refused("This referral has been published, so it can no longer be approved.")
    if actor.person_id in {referral.written_by_id, referral.changed_by_id}:
        raise Refused("You wrote or changed this referral, so another person must approve it.")
    ReferralApproval.objects.create(referral=referral, revision=referral.revision, at=at, by_id=actor.person_id)
    audit.record(actor=actor, kind=REFERRAL_APPROVED, subject=referral, about=referral, revision=referral.revision)
