"""What a bid for one invitation must answer: the referral's items, the line's carried costs, the statement asked."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.rules.bid_faults import AskedItem, BidTerms, CarriedCost
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.carer_areas import FOSTERING
from fairplace.dps.qualification.queries.carried_costs import carried_costs, categories_of_lines
from fairplace.dps.qualification.queries.carried_extras import carried_discounts
from fairplace.dps.qualification.rules.discounts import discount_for
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.queries.rows import CategoryAsked, CouncilReferral
from fairplace.dps.referrals.rules.children import child_name, code_for
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.foundations.geography.districts import district_point, known_districts
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.refused import NotThere

_INVITATION = """
    SELECT c.referral_id, i.line_id, e.kind
      FROM competitions_invitation i
      JOIN competitions_competition c ON c.id = i.competition_id
      JOIN organisations_establishment e ON e.id = i.establishment_id
     WHERE i.id = %s AND i.provider_id = %s
"""


def point_of_household(establishment_kind: str, district: str) -> GridPoint | None:
    """Where miles are measured from when a bid names a household (method, rule 0); None: as it was invited."""
    return district_point(district) if establishment_kind == FOSTERING else None


def bid_terms(actor: Actor, invitation_id: UUID) -> BidTerms:
    """Raises NotThere when the invitation is not the actor's organisation's."""
    with connection.cursor() as cursor:
        cursor.execute(_INVITATION, [invitation_id, actor.organisation_id])
        found = cursor.fetchone()
    if found is None:
        raise NotThere
    referral_id, line_id, kind = found
    return terms_of(referral_for_bidder(referral_id), line_id, kind)


def terms_of(referral: BidderReferral, line_id: UUID, establishment_kind: str) -> BidTerms:
    """The headings are those that this kind of placement is priced by, as the line was accredited with them: its own
    category's, where the referral asks several (§7.3). With several children each is carried once for every child.
    """
    content = content_of(referral.category_version_id)
    return BidTerms(
        needs=tuple(map(_asked, referral.needs)),
        features=tuple(map(_asked, referral.features)),
        carried=_carried(referral, line_id),
        most_words=content.most_words(referral.urgency),
        districts=known_districts() if establishment_kind == FOSTERING else frozenset(),
        short=content.short_at(referral.urgency),
        several=referral.several,
        children=len(referral.children),
        least_discount=_least_discount(referral, line_id),
        expected_weeks=referral.expected_weeks,
    )


def category_asked(referral: BidderReferral, line_id: UUID) -> CategoryAsked:
    """In which of the referral's categories this line answers."""
    return categories_asked(referral, [line_id])[line_id]


def categories_asked(
    referral: CouncilReferral | BidderReferral, line_ids: Collection[UUID]
) -> dict[UUID, CategoryAsked]:
    """The same of several lines."""
    leading = referral.categories[0]
    if not referral.other_categories:
        return dict.fromkeys(line_ids, leading)
    asked = {one.id: one for one in referral.categories}
    return {line: asked.get(category, leading) for line, category in categories_of_lines(line_ids).items()}


def _carried(referral: BidderReferral, line_id: UUID) -> tuple[CarriedCost, ...]:
    asked = category_asked(referral, line_id)
    carried = carried_costs(line_id)
    headings = [
        heading
        for heading in content_of(asked.version_id).headings_for(asked.placement_kind)
        if heading.code in carried
    ]
    if not referral.several:
        return tuple(CarriedCost(one.code, one.name, carried[one.code]) for one in headings)
    return tuple(
        CarriedCost(
            code_for(child.number, one.code),
            f"{child_name(child.number)}: {one.name}",
            carried[one.code],
            child.number,
            one.name,
        )
        for child in referral.children
        for one in headings
    )


def _least_discount(referral: BidderReferral, line_id: UUID) -> Decimal:
    if not referral.several:
        return Decimal(0)
    return discount_for(carried_discounts(line_id), referral.several, len(referral.children))


def _asked(item: AskedFor) -> AskedItem:
    return AskedItem(
        item.code, item.name, item.marks, item.essential, item.provision.sentence, item.child, item.own_name
    )
