"""Which lines have no price to bid with for a kind of place that they do not offer (R5, Q7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from fairplace.dps.competitions.queries.bid_terms import categories_asked
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.queries.carried_costs import carried_of_lines
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.eligibility import lacks_price, of_another_kind


def lines_without_price(
    referral: CouncilReferral | BidderReferral, reasons: Mapping[UUID, Sequence[str]]
) -> frozenset[UUID]:
    """Of these lines with what keeps each out: for whom opting in would be refused for want of core costs."""
    asked = [line for line, why in reasons.items() if of_another_kind(why)]
    if not asked:
        return frozenset()
    carried, categories = carried_of_lines(asked), categories_asked(referral, asked)
    return frozenset(
        line
        for line in asked
        if without_price(
            reasons[line], categories[line].version_id, categories[line].placement_kind, carried.get(line, ())
        )
    )


def without_price(reasons: Sequence[str], version_id: UUID, placement_kind: str, carried: Collection[str]) -> bool:
    """The same of one line. carried: codes of the headings that it has accredited costs for."""
    wanted = {heading.code for heading in content_of(version_id).headings_for(placement_kind)}
    return lacks_price(reasons, wanted, carried)
