"""One invitation as the invited provider sees it: the referral's stage-1 facts and where the competition stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations.kernel.actor import Actor

_INVITATION = """
    SELECT i.id, c.id AS competition_id, c.referral_id, i.line_id,
           e.name AS establishment_name, e.kind AS establishment_kind,
           c.state, c.published_at, c.closes_at, fairplace_now() >= c.closes_at AS closed, c.opened_at,
           i.sent_at, i.distance_band, i.competency_score,
           coalesce(s.cause, 'published') AS invited_by, coalesce(s.reasons, '[]') AS invited_despite,
           coalesce(s.from_areas, false) AS from_areas,
           i.answer, i.reason, i.answered_at, coalesce(p.name, '') AS answered_by,
           NOT EXISTS (SELECT FROM accredited_lines l WHERE l.line_id = i.line_id AND l.state = 'accredited')
             AS suspended,
           b.id AS bid_id, b.content AS bid_content, b.weekly_price, b.receipt, b.submitted_at,
           coalesce(b.excluded_because, '') AS excluded_because,
           a.id AS award_id, a.accept_from, a.accept_by, a.accepted_at, a.declined_at,
           coalesce(a.set_aside, '') AS set_aside,
           EXISTS (SELECT FROM competitions_feedback f WHERE f.bid_id = b.id) AS has_feedback
      FROM competitions_invitation i
      JOIN competitions_competition c ON c.id = i.competition_id
      JOIN organisations_establishment e ON e.id = i.establishment_id
      LEFT JOIN organisations_person p ON p.id = i.answered_by_id
      LEFT JOIN competitions_bid b ON b.invitation_id = i.id
      LEFT JOIN LATERAL (SELECT * FROM competitions_award a WHERE a.bid_id = b.id
                          ORDER BY a.made_at DESC LIMIT 1) a ON true
      LEFT JOIN LATERAL (SELECT e.cause, e.reasons, e.from_areas FROM competitions_eligibility e
                          WHERE e.competition_id = c.id AND e.line_id = i.line_id AND e.eligible
                          ORDER BY e.at, e.id LIMIT 1) s ON true
     WHERE i.id = %s AND i.provider_id = %s
"""


@dataclass(frozen=True, slots=True)
class BidderInvitation:
    """closed: by the database's clock. invited_by: what had this line invited (a cause of the snapshot);
    invited_despite: the reasons that kept it out until it opted in (R11). from_areas: the
    distance is that of the nearest declared carer area. The bid's fields are there only after the
    opening, and only one's own.
    """

    id: UUID
    competition_id: UUID
    referral_id: UUID
    line_id: UUID
    establishment_name: str
    establishment_kind: str
    state: str
    published_at: datetime
    closes_at: datetime
    closed: bool
    opened_at: datetime | None
    sent_at: datetime
    distance_band: str
    competency_score: Decimal
    invited_by: str
    invited_despite: list[str]
    from_areas: bool
    answer: str
    reason: str
    answered_at: datetime | None
    answered_by: str
    suspended: bool
    bid_id: UUID | None
    bid_content: dict[str, Any] | None
    weekly_price: Decimal | None
    receipt: str | None
    submitted_at: datetime | None
    excluded_because: str
    award_id: UUID | None
    accept_from: datetime | None
    accept_by: datetime | None
    accepted_at: datetime | None
    declined_at: datetime | None
    set_aside: str
    has_feedback: bool
    referral: BidderReferral

    @property
    def open_to_bids(self) -> bool:
        return self.state == "open" and not self.closed

    @property
    def will_bid(self) -> bool:
        return self.answer == "will_bid"

    @property
    def award_waits(self) -> bool:
        """An award is offered and neither accepted nor declined."""
        return self.award_id is not None and self.accepted_at is None and self.declined_at is None


_NAMES = [field.name for field in fields(BidderInvitation) if field.name != "referral"]


def bidder_invitation(actor: Actor, invitation_id: UUID) -> BidderInvitation | None:
    """None when there is no such invitation, or it is another provider's."""
    with connection.cursor() as cursor:
        cursor.execute(_INVITATION, [invitation_id, actor.organisation_id])
        found = cursor.fetchone()
        if found is None:
            return None
        row = dict(zip((column.name for column in cursor.description), found, strict=True))
    for name in ("bid_content", "invited_despite"):
        if isinstance(row[name], str):
            row[name] = json.loads(row[name])
    return BidderInvitation(**{name: row[name] for name in _NAMES}, referral=referral_for_bidder(row["referral_id"]))
