"""A council's own closed referrals of one category and kind of place, before the next is published (C9)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.rules.expectation import ClosedReferral
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

# Of the council in whose transaction this runs: bids stand behind a wall. Referrals for one child, opened, the latest.
_SQL = """
    WITH closed AS MATERIALIZED (
        SELECT latest.id, latest.price_weight,
               (SELECT a.bid_id FROM competitions_award a
                 WHERE a.competition_id = latest.id AND a.declined_at IS NULL) AS awarded
          FROM (SELECT c.id, r.price_weight
                  FROM referrals_referral r JOIN competitions_competition c ON c.referral_id = r.id
                 WHERE r.council_id = %(council)s AND r.category_id = %(category)s AND r.placement_kind = %(kind)s
                   AND c.council_id = %(council)s AND c.opened_at IS NOT NULL AND c.state <> 'cancelled'
                   AND NOT EXISTS (SELECT FROM referrals_furtherchild f WHERE f.referral_id = r.id)
                   AND NOT EXISTS (SELECT FROM referrals_referralcategory m WHERE m.referral_id = r.id)
                 ORDER BY c.opened_at DESC
                 LIMIT 100) AS latest
    ), answered AS MATERIALIZED (
        SELECT b.invitation_id, b.id, b.weekly_price FROM competitions_bid b
         WHERE b.competition_id IN (SELECT id FROM closed) AND b.excluded_because = '' AND b.weekly_price IS NOT NULL
    )
    SELECT closed.id, closed.price_weight, i.distance_band, count(*),
           coalesce(array_agg(b.weekly_price) FILTER (WHERE b.id IS NOT NULL), '{}'),
           max(b.weekly_price) FILTER (WHERE b.id = closed.awarded)
      FROM closed
      JOIN competitions_invitation i ON i.competition_id = closed.id
      LEFT JOIN answered b ON b.invitation_id = i.id
     GROUP BY closed.id, closed.price_weight, i.distance_band
"""


def history_for(actor: Actor, referral: CouncilReferral) -> list[ClosedReferral]:
    """[] where the referral is for several children or categories: no history is like it."""
    if actor.organisation_id != referral.council_id:
        raise NotThere
    if referral.further or referral.other_categories or not referral.placement_kind:
        return []
    values: dict[str, Any] = {
        "council": referral.council_id,
        "category": referral.category_id,
        "kind": referral.placement_kind,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    weights: dict[UUID, Decimal] = {}
    by_band: dict[UUID, dict[int, tuple[int, list[Decimal]]]] = defaultdict(dict)
    awarded: dict[UUID, Decimal | None] = {}
    for key, weight, band, invited, prices, price in rows:
        weights[key] = weight
        by_band[key][_number(band)] = (invited, prices)
        awarded[key] = price if price is not None else awarded.get(key)
    return [ClosedReferral(weights[key], by_band[key], awarded[key]) for key in weights]


def _number(distance_band: str) -> int:
    """ "under 10 miles" 0, "10 to 20 miles" 1, … "50 miles or more" 5."""
    first = distance_band.split()[0]
    return int(first) // 10 if first.isdigit() else 0
