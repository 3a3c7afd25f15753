"""Competitions with bids that did not win, and since when that is final (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from fairplace.dps.competitions.models import Award, Bid
from fairplace.foundations.kernel.working_days import LONDON


def lost_since(
    council_id: UUID, only: Iterable[UUID] | None = None, before: datetime | None = None
) -> dict[UUID, date]:
    """Of the council whose transaction this is: referral -> the day on which another's award was accepted.
    before: of later ones nothing is told.
    """
    others = Bid.objects.filter(competition=OuterRef("competition")).exclude(id=OuterRef("bid"))
    won = Award.objects.filter(
        Exists(others), council_id=council_id, accepted_at__isnull=False, declined_at__isnull=True, set_aside=""
    )
    if only is not None:
        won = won.filter(competition__referral__in=list(only))
    if before is not None:
        won = won.filter(accepted_at__lt=before)
    rows = won.values_list(F("competition__referral_id"), "accepted_at")
    return {referral_id: at.astimezone(LONDON).date() for referral_id, at in rows if at}
