"""Brothers and sisters who have a referral each: how an officer finds one from another (R2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Coalesce

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


def family_of(referral_id: UUID) -> QuerySet[Referral, Any]:
    """The ids of a referral and of all that it was split from or into, for `__in`.

    A union, and one value to compare with: each half finds its rows by an index. With "or" or "in", the wall is asked
    about every referral of every council.
    """
    whole = Subquery(Referral.objects.filter(pk=referral_id).values(whole=Coalesce("split_from", "pk")))
    parts = Referral.objects.filter(split_from=whole).values("pk")
    return Referral.objects.filter(pk=whole).values("pk").union(parts)


def referrals_apart(referral_id: UUID) -> list[ApartRow]:
    """The others that were split from the same one, with that one first; empty for a referral that never was split.

    One that was cancelled is left out, unless it is that for all. Only in a transaction of their council.
    """
    others = Referral.objects.filter(pk__in=family_of(referral_id)).exclude(pk=referral_id)
    found = others.exclude(state=ReferralStanding.CANCELLED.value, split_from__isnull=False)
    return [
        ApartRow(row.pk, row.reference, row.title, row.state, row.split_from_id is None)
        for row in found.order_by(F("split_from").asc(nulls_first=True), "started_at", "reference")
    ]
