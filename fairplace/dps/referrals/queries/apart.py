"""Brothers and sisters who have a referral each: how an officer finds one from another (R2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding


@dataclass(frozen=True, slots=True)
class ApartRow:
    """is_whole: the referral for all of them together, which came first."""

    id: UUID
    reference: str
    title: str
    state: str
    is_whole: bool


def referrals_apart(referral_id: UUID) -> list[ApartRow]:
    """The others that were split from the same one, with that one first; empty for a referral that never was split.

    One that was cancelled is left out, unless it is that for all. Only in a transaction of their council.
    """
    whole = Referral.objects.filter(pk=referral_id, split_from__isnull=False).values("split_from")
    parts = Q(split_from=referral_id) | Q(split_from__in=whole)
    live = parts & ~Q(state=ReferralStanding.CANCELLED.value)
    found = Referral.objects.filter(live | Q(pk__in=whole)).exclude(pk=referral_id)
    return [
        ApartRow(row.pk, row.reference, row.title, row.state, row.split_from_id is None)
        for row in found.order_by(F("split_from").asc(nulls_first=True), "started_at", "reference")
    ]
