"""Which referrals became a placement, and from when it runs (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max

from fairplace.dps.placements.models import PlacementAgreement


def placed_from(council_id: UUID, only: Iterable[UUID] | None = None) -> dict[UUID, date]:
    """Of the council whose transaction this is: referral -> the latest first day of its agreements."""
    rows = PlacementAgreement.objects.filter(council_id=council_id)
    if only is not None:
        rows = rows.filter(referral_id__in=list(only))
    return dict(rows.values_list("referral_id").annotate(Max("starts_on")))
