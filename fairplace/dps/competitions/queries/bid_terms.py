"""What a bid for one invitation must answer: the referral's items, the line's carried costs, the statement asked."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.rules.bid_faults import AskedItem, BidTerms, CarriedCost
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.queries.carried_costs import carried_costs
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_INVITATION = """
    SELECT c.referral_id, i.line_id, e.kind
      FROM competitions_invitation i
      JOIN competitions_competition c ON c.id = i.competition_id
      JOIN organisations_establishment e ON e.id = i.establishment_id
     WHERE i.id = %s AND i.provider_id = %s
"""
FOSTERING = "fostering_agency"


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
    """The headings are those that this kind of placement is priced by, as the line was accredited with them."""
    content = content_of(referral.category_version_id)
    carried = carried_costs(line_id)
    return BidTerms(
        needs=tuple(map(_asked, referral.needs)),
        features=tuple(map(_asked, referral.features)),
        carried=tuple(
            CarriedCost(heading.code, heading.name, carried[heading.code])
            for heading in content.headings_for(referral.placement_kind)
            if heading.code in carried
        ),
        most_words=content.most_words(referral.urgency),
        asks_district=establishment_kind == FOSTERING,
        short=content.short_form or content.response_time(referral.urgency).short_form,
    )


def _asked(item: AskedFor) -> AskedItem:
    return AskedItem(item.code, item.name, item.marks, item.essential, item.provision.sentence)
