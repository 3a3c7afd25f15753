"""A referral as its own council sees it."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.referrals.permissions import check_may_see_referral
from fairplace.dps.referrals.queries.rows import CouncilReferral, load
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


def referral_for_council(*, actor: Actor, referral_id: UUID) -> CouncilReferral:
    """The referral without who the child is. Raises NotThere for another council's."""
    found = load([referral_id])
    if not found:
        raise NotThere
    check_may_see_referral(actor, found[0].council_id)
    return found[0]
