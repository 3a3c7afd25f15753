"""Which needs a place is known to meet before it bids: priced on its list, or offered in one of its last bids (R4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.referrals.queries.eligibility import LineRow

LAST_BIDS = 3
# Bids stand behind a wall: those of the council in whose transaction this runs. Their content is large and is unpacked
# only for the few that count, hence the fence.
_SQL = """
    SELECT p.line_id, p.service FROM qualification_serviceprice p
     WHERE p.line_id = ANY(%(lines)s) AND p.service = ANY(%(needs)s)
    UNION
    SELECT shown.line_id, need.code
      FROM unnest(%(lines)s::uuid[], %(places)s::uuid[]) AS shown(line_id, establishment_id)
      CROSS JOIN LATERAL (
            SELECT b.content FROM competitions_bid b
             WHERE b.establishment_id = shown.establishment_id AND b.council_id = %(council)s
               AND b.submitted_at > (SELECT fairplace_now()) - interval '2 years'
             ORDER BY b.submitted_at DESC LIMIT %(last)s OFFSET 0
           ) AS bid
      CROSS JOIN LATERAL jsonb_array_elements_text(bid.content->'needs_met') AS need(code)
     WHERE need.code = ANY(%(needs)s)
"""


def known_needs(*, council_id: UUID, rows: Sequence[LineRow], needs: Collection[str]) -> Mapping[UUID, frozenset[str]]:
    """Line to codes of needs. What is not known is not lacking: every place says for itself when it bids."""
    if not rows or not needs:
        return {}
    found: dict[UUID, set[str]] = defaultdict(set)
    shown = {row.line_id: row.establishment_id for row in rows}
    values: dict[str, Any] = {
        "lines": list(shown),
        "places": list(shown.values()),
        "needs": list(needs),
        "council": council_id,
        "last": LAST_BIDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        for line, need in cursor.fetchall():
            found[line].add(need)
    return {line: frozenset(codes) for line, codes in found.items()}
