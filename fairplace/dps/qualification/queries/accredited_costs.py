"""What is usual in a category: the median of accredited lines, beside which core costs are read (Q9, commercial)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.foundations import audit


@dataclass(frozen=True, slots=True)
class Median:
    """Pounds a week, over so many accredited lines."""

    weekly: Decimal
    lines: int


_MEDIANS = """
    WITH priced AS (
        SELECT l.id, e.placement_kinds, c.heading, c.weekly
          FROM qualification_line l
          JOIN organisations_establishment e ON e.id = l.establishment_id
          JOIN qualification_corecost c ON c.line_id = l.id AND c.heading = ANY(%s)
         WHERE l.state = 'accredited' AND l.category_id = %s
    ), labelled AS (
        SELECT 'heading:' || p.heading COLLATE "C" AS label, p.weekly::float8 AS total FROM priced p
        UNION ALL
        SELECT 'kind:' || k.kind COLLATE "C", sum(p.weekly)::float8
          FROM priced p
          JOIN unnest(%s::text[], %s::text[]) AS k(kind, heading)
            ON k.heading = p.heading AND k.kind = ANY(p.placement_kinds)
         GROUP BY p.id, k.kind
    )
    SELECT label, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY total)::numeric, 2), count(*)
      FROM labelled GROUP BY label
"""


def accredited_medians(category_id: UUID, content: CategoryContent) -> dict[str, Median]:
    """By "heading:CODE" and "kind:CODE"; what nobody accredited prices is left out. One statement."""
    pairs = [(kind.code, one.code) for kind in content.placement_kinds for one in content.headings_for(kind.code)]
    kinds, priced = [kind for kind, _ in pairs], [heading for _, heading in pairs]
    with audit.over_all_organisations(), connection.cursor() as cursor:  # a sum in which nobody's row is told
        cursor.execute(_MEDIANS, [[one.code for one in content.headings], category_id, kinds, priced])
        return {label: Median(weekly, lines) for label, weekly, lines in cursor.fetchall()}
