"""What a referral was issued again as, and what it was before (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.referrals.models import Referral, Reissue
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding


@dataclass(frozen=True, slots=True)
class ReissueLink:
    """The other referral of the two, and why there is a second."""

    referral_id: UUID
    reference: str
    because: str
    published: bool


def issued_again_as(referral_id: UUID) -> ReissueLink | None:
    """The latest one, draft or not; one that was cancelled does not stand in the way of another."""
    cancelled = ReferralStanding.CANCELLED.value
    found = Reissue.objects.filter(earlier=referral_id).exclude(referral__state=cancelled).select_related("referral")
    row = found.order_by("-at", "-id").first()
    return _link(row.referral, row.because) if row else None


def issued_before_as(referral_id: UUID) -> ReissueLink | None:
    """The earlier one."""
    found = Reissue.objects.filter(referral=referral_id).select_related("earlier").first()
    return _link(found.earlier, found.because) if found else None


def _link(referral: Referral, because: str) -> ReissueLink:
    return ReissueLink(referral.pk, referral.reference, because, referral.state != ReferralStanding.DRAFT.value)
