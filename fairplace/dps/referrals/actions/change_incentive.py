"""Publish an incentive with the referral, change it, or take it out again (C8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals import models
from fairplace.dps.referrals.actions.draft import lock_draft, record_change
from fairplace.dps.referrals.rules.incentive import Incentive, check_incentive
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def change_incentive(*, actor: Actor, referral_id: UUID, incentive: Incentive | None, at: datetime) -> None:
    """None: no incentive. Only while it is a draft: what was put to the market does not change."""
    referral = lock_draft(actor, referral_id)
    models.Incentive.objects.filter(referral=referral).delete()
    if incentive is not None:
        check_incentive(incentive, referral.start_on)
        models.Incentive.objects.create(
            referral=referral,
            kind=incentive.kind,
            amount=incentive.amount,
            percent=incentive.percent,
            by=incentive.by,
        )
    record_change(actor, referral, "incentive")
