"""The incentive that a referral publishes (C8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from fairplace.dps.referrals import models
from fairplace.dps.referrals.rules.incentive import Incentive


def incentive_of(referral_id: UUID) -> Incentive | None:
    """A published term: whoever may see the referral may see it. The caller has checked who that is."""
    row = models.Incentive.objects.filter(referral_id=referral_id).first()
    return None if row is None else Incentive(row.kind, row.by, row.amount, row.percent)


def incentives_of(referral_ids: Iterable[UUID]) -> dict[UUID, Incentive]:
    """The same of many."""
    rows = models.Incentive.objects.filter(referral_id__in=set(referral_ids))
    return {row.referral_id: Incentive(row.kind, row.by, row.amount, row.percent) for row in rows}


def incentives_of_council(council_id: UUID) -> set[UUID]:
    """The referrals of a council that publish one."""
    return set(models.Incentive.objects.filter(referral__council_id=council_id).values_list("referral_id", flat=True))


def incentives_with_day(first: date, last: date) -> list[tuple[UUID, UUID]]:
    """Referrals whose premium has its day between these, with their councils: for the job that reminds."""
    rows = models.Incentive.objects.filter(by__range=(first, last))
    return list(rows.order_by("by", "id").values_list("referral_id", "referral__council_id"))
