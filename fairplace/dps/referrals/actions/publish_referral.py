"""The referral's own part of publication; the competition does the rest (R1, R2)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.actions.record_referral import record_referral
from fairplace.dps.referrals.actions.change_state import change_state
from fairplace.dps.referrals.actions.draft import lock_draft
from fairplace.dps.referrals.events import PRIVACY_WARNING_OVERRIDDEN, REFERRAL_PUBLISHED
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def publish_referral(*, actor: Actor, referral_id: UUID, privacy_reason: str, at: datetime) -> CouncilReferral:
    """Checked once more, then fixed.

    Refused with the first fault, over a privacy warning without a reason, and while the category's first applications
    are assessed together (P4).
    """
    referral = lock_draft(actor, referral_id)
    check = publication_check(actor=actor, referral_id=referral_id, at=at)
    for fault in check.faults:
        raise Refused(fault.sentence)
    if check.findings and not privacy_reason.strip():
        raise Refused("Change what might identify the child, or say why it must stay.", "privacy_reason")
    check_tells_nothing(referral_id=referral_id, texts={"privacy_reason": privacy_reason})
    for category in check.referral.categories:
        record_referral(category_version_id=category.version_id, at=at)
    change_state(actor, referral, ReferralStanding.PUBLISHED, at, privacy_reason.strip())
    if check.findings:
        audit.record(
            actor=actor,
            kind=PRIVACY_WARNING_OVERRIDDEN,
            subject=referral,
            about=referral,
            found=dict(Counter(finding.kind.value for finding in check.findings)),
        )
    audit.record(actor=actor, kind=REFERRAL_PUBLISHED, subject=referral, about=referral)
    return check.referral
