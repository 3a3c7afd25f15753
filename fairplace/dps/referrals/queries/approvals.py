"""Whether a second person is wanted for a referral, and has agreed to it as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fairplace.dps.referrals.models import ApprovalRequest, ApprovalRule, Referral, ReferralApproval
from fairplace.dps.referrals.permissions import may_approve_referral
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """wanted: by the council. approved_by: of what stands now, or empty. may_approve: the one who asks.

    asked_at: when the writer asked a second person to read it as it stands now.
    """

    wanted: bool
    asked_at: datetime | None
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
        asked_at=ApprovalRequest.objects.filter(referral=referral_id, revision=referral.revision)
        .values_list("at", flat=True)
        .first(),
        approved_by=found.by.name if found else "",
        approved_at=found.at if found else None,
        may_approve=actor.person_id not in {referral.written_by_id, referral.changed_by_id},
        writer=referral.written_by.name,
    )


def approvals_asked(actor: Actor) -> QuerySet[ApprovalRequest]:
    """What the actor is asked to approve, as it stands; written and changed last by others. Not evaluated."""
    if actor.organisation_id is None or not may_approve_referral(actor, actor.organisation_id):
        return ApprovalRequest.objects.none()
    approved = ReferralApproval.objects.filter(referral=OuterRef("referral"), revision=OuterRef("revision"))
    return (
        ApprovalRequest.objects.filter(
            referral__council=actor.organisation_id,
            referral__state=ReferralStanding.DRAFT.value,
            revision=F("referral__revision"),
        )
        .exclude(referral__written_by=actor.person_id)
        .exclude(Q(referral__changed_by=actor.person_id) & Q(referral__changed_by__isnull=False))
        .filter(~Exists(approved))
    )


def _standing(referral_id: UUID) -> QuerySet[ReferralApproval]:
    return ReferralApproval.objects.filter(referral=referral_id, revision=F("referral__revision"))
