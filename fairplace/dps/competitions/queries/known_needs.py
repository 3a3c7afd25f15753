"""Which needs a place is known to meet before it bids: priced on its list, or offered in an earlier bid (R4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

# Bids stand behind a wall: those of the council in whose transaction this runs.
_SQL = """
    SELECT p.line_id, p.service FROM qualification_serviceprice p
     WHERE p.line_id = ANY(%(lines)s) AND p.service = ANY(%(needs)s)
    UNION
    SELECT i.line_id, need.code
      FROM competitions_invitation i
      JOIN competitions_bid b ON b.invitation_id = i.id
      CROSS JOIN LATERAL jsonb_array_elements_text(b.content->'needs_met') AS need(code)
     WHERE i.line_id = ANY(%(lines)s) AND i.answer = 'will_bid' AND b.council_id = %(council)s
       AND b.submitted_at > fairplace_now() - interval '2 years' AND need.code = ANY(%(needs)s)
"""


def known_needs(
    *, council_id: UUID, line_ids: Collection[UUID], needs: Collection[str]
) -> Mapping[UUID, frozenset[str]]:
    """Line to codes of needs. What is not known is not lacking: every place says for itself when it bids."""
    if not line_ids or not needs:
        return {}
    found: dict[UUID, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"lines": list(line_ids), "needs": list(needs), "council": council_id})
        for line, need in cursor.fetchall():
            found[line].add(need)
    return {line: frozenset(codes) for line, codes in found.items()}
