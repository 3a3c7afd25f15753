"""Whether a second person is wanted for a referral, and has agreed to it as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from fairplace.dps.referrals.models import ApprovalRule, Referral, ReferralApproval
from fairplace.dps.referrals.permissions import may_approve_referral
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """wanted: by the council. approved_by: of what stands now, or empty. may_approve: the one who asks."""

    wanted: bool
    approved_by: str
    approved_at: datetime | None
    may_approve: bool
    writer: str


def second_person_wanted(council_id: UUID) -> bool:
    """The council's latest word; without any, nobody is asked."""
    latest = ApprovalRule.objects.filter(council=council_id).order_by("-at", "-id").first()
    return latest is not None and latest.wanted


def approval_is_missing(referral_id: UUID) -> bool:
    """The council wants a second person, and nobody has approved the referral as it stands."""
    council = Referral.objects.values_list("council_id", flat=True).get(pk=referral_id)
    return second_person_wanted(council) and not _standing(referral_id).exists()


def approval_of(*, actor: Actor, referral_id: UUID) -> ApprovalRow:
    """For those who write and those who may approve."""
    referral = Referral.objects.select_related("written_by").filter(pk=referral_id).first()
    if referral is None or not may_approve_referral(actor, referral.council_id):
        raise NotThere
    found = _standing(referral_id).select_related("by").order_by("at", "id").first()
    return ApprovalRow(
        wanted=second_person_wanted(referral.council_id),
        approved_by=found.by.name if found else "",
        approved_at=found.at if found else None,
        may_approve=actor.person_id not in {referral.written_by_id, referral.changed_by_id},
        writer=referral.written_by.name,
    )


def _standing(referral_id: UUID) -> QuerySet[ReferralApproval]:
    return ReferralApproval.objects.filter(referral=referral_id, revision=F("referral__revision"))
