"""What competitions ask of a provider now: answers, bids, awards to accept, feedback to read. One statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.queries.unpriced import without_price
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.rules.eligibility import MAY_OPT_IN
from fairplace.foundations.kernel.actor import Actor

# The needs of those that the page prints alone are counted: the wall of a referral is asked about each of its needs.
_TASKS = """
    WITH waiting AS (
        SELECT i.id, c.referral_id, i.establishment_id, i.distance_band, c.closes_at AS due,
               CASE i.answer WHEN '' THEN 'answer' WHEN 'cannot' THEN 'cannot' ELSE 'bid' END AS kind,
               NULL::uuid AS line_id, NULL::jsonb AS reasons
          FROM competitions_invitation i
          JOIN competitions_competition c ON c.id = i.competition_id
         WHERE i.provider_id = %(me)s
           AND c.state = 'open' AND c.closes_at > fairplace_now()
        UNION ALL
        SELECT b.invitation_id, c.referral_id, b.establishment_id, i.distance_band,
               CASE WHEN a.accept_from > fairplace_now() THEN a.accept_from ELSE a.accept_by END,
               CASE WHEN a.accept_from > fairplace_now() THEN 'standstill' ELSE 'award' END, NULL, NULL
          FROM competitions_award a
          JOIN competitions_bid b ON b.id = a.bid_id
          JOIN competitions_invitation i ON i.id = b.invitation_id
          JOIN competitions_competition c ON c.id = a.competition_id
         WHERE a.provider_id = %(me)s AND a.accepted_at IS NULL AND a.declined_at IS NULL
           AND c.state = 'awarded'
        UNION ALL
        SELECT b.invitation_id, c.referral_id, b.establishment_id, i.distance_band, q.answer_by, 'price', NULL, NULL
          FROM competitions_pricequestion q
          JOIN competitions_bid b ON b.id = q.bid_id
          JOIN competitions_invitation i ON i.id = b.invitation_id
          JOIN competitions_competition c ON c.id = q.competition_id
         WHERE q.provider_id = %(me)s AND q.answered_at IS NULL AND q.answer_by > fairplace_now()
           AND c.state = 'price_questioned'
        UNION ALL
        SELECT b.invitation_id, c.referral_id, b.establishment_id, i.distance_band, max(f.given_at), 'feedback',
               NULL, NULL
          FROM competitions_feedback f
          JOIN competitions_bid b ON b.id = f.bid_id
          JOIN competitions_invitation i ON i.id = b.invitation_id
          JOIN competitions_competition c ON c.id = f.competition_id
         WHERE f.provider_id = %(me)s AND f.read_at IS NULL
         GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT e.id, e.referral_id, e.establishment_id, e.distance_band, e.closes_at, 'opt_in', e.line_id,
               e.reasons
          FROM (SELECT DISTINCT ON (e.competition_id, e.line_id) e.*, c.referral_id, c.closes_at
                  FROM competitions_eligibility e
                  JOIN competitions_competition c ON c.id = e.competition_id
                 WHERE e.provider_id = %(me)s AND c.state = 'open' AND c.closes_at > fairplace_now()
                 ORDER BY e.competition_id, e.line_id, e.at DESC, e.id DESC) e
         WHERE NOT e.eligible AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(e.reasons) AS because
                            WHERE split_part(because, ':', 1) <> ALL(%(filters)s))
           AND NOT EXISTS (SELECT FROM competitions_invitation i
                            WHERE i.competition_id = e.competition_id AND i.establishment_id = e.establishment_id)
    )
    SELECT w.kind, w.id, w.due, w.distance_band, e.name, r.reference, r.title, o.name,
           coalesce(also.category_version_id, r.category_version_id), coalesce(also.placement_kind, r.placement_kind),
           w.reasons, CASE WHEN w.line_id IS NOT NULL THEN
               ARRAY(SELECT k.heading FROM qualification_corecost k WHERE k.line_id = w.line_id) END,
           r.start_on, r.urgency,
           CASE WHEN row_number() OVER (PARTITION BY w.kind IN ('cannot', 'opt_in'), w.kind = 'opt_in'
                                        ORDER BY w.kind = 'feedback', w.due, r.reference, e.name) <= %(shown)s
           THEN (SELECT count(*) FROM referrals_referralitem n WHERE n.referral_id = r.id AND n.kind = 'need') END
      FROM waiting w
      JOIN referrals_referral r ON r.id = w.referral_id
      JOIN organisations_organisation o ON o.id = r.council_id
      JOIN organisations_establishment e ON e.id = w.establishment_id
      LEFT JOIN qualification_line l ON l.id = w.line_id
      LEFT JOIN referrals_referralcategory also ON also.referral_id = r.id AND also.category_id = l.category_id
     ORDER BY w.kind = 'feedback', w.due, r.reference, e.name
"""


class TaskKind(Enum):
    ANSWER = "answer"
    BID = "bid"
    STANDSTILL = "standstill"
    AWARD = "award"
    PRICE = "price"
    FEEDBACK = "feedback"
    OPT_IN = "opt_in"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class BiddingTask:
    """due: when it must be done; for feedback, when it was given; in a standstill, when the award can be accepted.
    Nobody can say here whether a bid is in.

    Neither OPT_IN nor CANNOT is a duty: the one may opt in (R5; invitation_id is the row of the snapshot), the other
    said that it cannot, and may still bid after all (R6). needs: None where no more than so many are shown.
    """

    kind: TaskKind
    invitation_id: UUID
    due: datetime
    distance_band: str
    establishment_name: str
    reference: str
    title: str
    council_name: str
    category_name: str
    placement_kind_name: str
    start_on: date | None
    urgency: str
    needs: int | None


def provider_tasks(actor: Actor, shown: int = 100) -> list[BiddingTask]:
    """Sorted by the time left; feedback, which does not run out, at the end. shown: of how many, of what must be done
    and of what cannot be, the needs are counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TASKS, {"me": actor.organisation_id, "filters": sorted(MAY_OPT_IN), "shown": shown})
        rows = cursor.fetchall()
    return [_task(row) for row in rows if not _without_price(row)]


def _without_price(row: tuple[Any, ...]) -> bool:
    """Opting in would be refused for want of core costs for this kind of place, so it is no task."""
    version, placement, reasons, carried = row[8:12]
    codes = json.loads(reasons) if isinstance(reasons, str) else reasons
    return codes is not None and without_price(codes, version, placement, carried)


def _task(row: tuple[Any, ...]) -> BiddingTask:
    kind, invitation, due, band, place, reference, title, council, version, placement, *_, start, urgency, needs = row
    content = content_of(version)
    names = {one.code: one.name for one in content.placement_kinds}
    return BiddingTask(
        TaskKind(kind),
        invitation,
        due,
        band,
        place,
        reference,
        title,
        council,
        content.name,
        names.get(placement, placement),
        start,
        urgency,
        needs,
    )
