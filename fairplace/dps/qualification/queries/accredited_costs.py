"""What is usual in a category: the median of accredited lines, beside which core costs are read (Q9, commercial)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from fairplace.dps.market.rules.category_content import CategoryContent


@dataclass(frozen=True, slots=True)
class Median:
    """Pounds a week, over so many accredited lines."""

    weekly: Decimal
    lines: int


_MEDIANS = """
    SELECT label, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY total)::numeric, 2), count(*)
      FROM (SELECT k.label, c.line_id, sum(c.weekly) AS total
              FROM unnest(%s::text[], %s::text[], %s::text[]) AS k(label, kind, heading)
              JOIN qualification_corecost c ON c.heading = k.heading
              JOIN qualification_line l ON l.id = c.line_id AND l.state = 'accredited' AND l.category_id = %s
              JOIN organisations_establishment e ON e.id = l.establishment_id
             WHERE k.kind = '' OR k.kind = ANY(e.placement_kinds)
             GROUP BY k.label, c.line_id) AS priced
     GROUP BY label
"""


def accredited_medians(category_id: UUID, content: CategoryContent) -> dict[str, Median]:
    """By "heading:CODE" and "kind:CODE"; what nobody accredited prices is left out. One statement."""
    pairs = [(f"heading:{heading.code}", "", heading.code) for heading in content.headings]
    pairs += [
        (f"kind:{kind.code}", kind.code, heading.code)
        for kind in content.placement_kinds
        for heading in content.headings_for(kind.code)
    ]
    labels, kinds, headings = ([pair[at] for pair in pairs] for at in range(3))
    with connection.cursor() as cursor:
        cursor.execute(_MEDIANS, [labels, kinds, headings, category_id])
        return {label: Median(weekly, lines) for label, weekly, lines in cursor.fetchall()}
