"""Referrals that a new one may be copied from (R2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

MOST = 100


@dataclass(frozen=True, slots=True)
class EarlierReferral:
    """A referral as a list of choices names it."""

    id: UUID
    reference: str
    title: str
    category_name: str
    started_at: datetime


def earlier_referrals(*, actor: Actor) -> list[EarlierReferral]:
    """The council's own, newest first, at most a hundred; drafts too, but not what was cancelled."""
    if actor.organisation_id is None:
        raise NotThere
    check_may_write_referral(actor, actor.organisation_id)
    rows = (
        Referral.objects.filter(council_id=actor.organisation_id)
        .exclude(state="cancelled")
        .order_by("-started_at", "-id")
        .values_list("id", "reference", "title", "category__name", "started_at")[:MOST]
    )
    return [EarlierReferral(*row) for row in rows]
