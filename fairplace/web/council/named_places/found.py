"""The named place of a referral, as every page of it needs it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from fairplace.dps.placements.queries.named_preference import PreferenceRow, preference_of
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.web.page import PageRequest


def the_preference(request: PageRequest, referral_id: UUID, *standings: str) -> tuple[CouncilReferral, PreferenceRow]:
    """404 for another council's referral, where no place is named, and where it does not stand as the page needs."""
    referral = referral_for_council(actor=request.actor, referral_id=referral_id)
    row = preference_of(actor=request.actor, referral_id=referral_id, at=request.now)
    if row is None or (standings and row.state.value not in standings):
        raise Http404
    return referral, row
