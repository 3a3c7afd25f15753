"""The incentive that a referral publishes (C8)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.referrals import models
from fairplace.dps.referrals.rules.incentive import Incentive


def incentive_of(referral_id: UUID) -> Incentive | None:
    """A published term: whoever may see the referral may see it. The caller has checked who that is."""
    row = models.Incentive.objects.filter(referral_id=referral_id).first()
    return None if row is None else Incentive(row.kind, row.by, row.amount, row.percent)
