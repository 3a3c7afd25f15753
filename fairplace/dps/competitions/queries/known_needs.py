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
    WITH shown AS (
        SELECT number, line_id, establishment_id
          FROM unnest(%(lines)s::uuid[], %(places)s::uuid[])
               WITH ORDINALITY AS s(line_id, establishment_id, number)
    )
    SELECT shown.number, p.service FROM shown JOIN qualification_serviceprice p ON p.line_id = shown.line_id
     WHERE p.service = ANY(%(needs)s)
    UNION
    SELECT shown.number, need.code
      FROM shown
      CROSS JOIN LATERAL (
            SELECT b.content->'needs_met' AS met FROM competitions_bid b
             WHERE b.establishment_id = shown.establishment_id AND b.council_id = %(council)s
               AND b.submitted_at > (SELECT fairplace_now()) - interval '2 years'
             ORDER BY b.submitted_at DESC LIMIT %(last)s OFFSET 0
           ) AS bid
      CROSS JOIN LATERAL jsonb_array_elements_text(bid.met) AS need(code)
     WHERE need.code = ANY(%(needs)s)
"""


def known_needs(*, council_id: UUID, rows: Sequence[LineRow], needs: Collection[str]) -> Mapping[UUID, frozenset[str]]:
    """Line to codes of needs. What is not known is not lacking: every place says for itself when it bids."""
    if not rows or not needs:
        return {}
    found: dict[int, set[str]] = defaultdict(set)
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
        for number, need in cursor.fetchall():
            found[number].add(need)
    return {line: frozenset(found[number]) for number, line in enumerate(shown, 1) if number in found}
