"""The opened bids of a competition with their scores and places: one statement, whatever their number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.queries.bid_miles import revealed_miles


@dataclass(frozen=True, slots=True)
class BidRow:
    """line_state: at this moment. miles: exact, for council and family alone. rank None: excluded or not scored.

    category_name: in which the line answers, which may be another than the referral's leading one (§7.3).
    promised_cover: it joined on its word to hold an insurance by an award.
    """

    id: UUID
    label: str
    provider_id: UUID
    provider_name: str
    establishment_id: UUID
    establishment_name: str
    kind: str
    council_area: str
    age_from: int
    age_to: int
    places: int
    rating: str
    rated_on: date | None
    line_state: str
    content: Mapping[str, Any]
    submitted_at: datetime
    receipt: str
    weekly_price: Decimal | None
    excluded_because: str
    declined_because: str
    declined_at: datetime | None
    set_aside: str
    invitation_id: UUID
    line_id: UUID
    promised_cover: bool
    competency_score: Decimal
    rank: int | None
    total: Decimal | None
    quality: Decimal | None
    points: Mapping[str, str | None]
    working: Mapping[str, str]
    category_name: str
    invited_miles: bytes
    own_miles: bytes | None

    @property
    def miles(self) -> Decimal:
        """Six decimals, cut off."""
        return revealed_miles(self.id, self.own_miles, self.invitation_id, self.invited_miles)


_SELECT = """
    SELECT b.id, b.label, b.provider_id, p.name, b.establishment_id, e.name, e.kind, e.council_area,
           e.age_from, e.age_to, e.places, e.rating, e.rated_on, l.state, b.content, b.submitted_at, b.receipt,
           b.weekly_price, b.excluded_because, coalesce(a.declined_because, ''), a.declined_at,
           coalesce(a.set_aside, ''), i.id, i.line_id,
           jsonb_path_exists(l.answers || ap.answers, '$.*.committed'), i.competency_score,
           s.rank, s.total, s.quality, coalesce(s.criteria, '{}'), coalesce(s.working, '{}'),
           m.name, i.miles, b.miles
      FROM competitions_bid b
      JOIN competitions_invitation i ON i.id = b.invitation_id
      JOIN qualification_line l ON l.id = i.line_id
      JOIN market_category m ON m.id = l.category_id
      JOIN qualification_application ap ON ap.id = l.application_id
      JOIN organisations_establishment e ON e.id = b.establishment_id
      JOIN organisations_organisation p ON p.id = b.provider_id
      LEFT JOIN competitions_score s ON s.bid_id = b.id
      LEFT JOIN competitions_award a ON a.bid_id = b.id AND a.declined_at IS NOT NULL AND a.set_aside <> 'again'
     WHERE b.competition_id = %s
     ORDER BY s.rank NULLS LAST, b.label
"""


def bid_rows(competition_id: UUID) -> list[BidRow]:
    """In rank order, then those without a rank. The row wall shows them to the council alone (a bidder: its own)."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [competition_id])
        return [_row(row) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...]) -> BidRow:
    values = [
        json.loads(value) if place in {14, 29, 30} and isinstance(value, str) else value
        for place, value in enumerate(row)
    ]
    return BidRow(*values)
