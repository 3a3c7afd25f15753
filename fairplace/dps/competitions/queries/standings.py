"""How each line stands in a competition's snapshot: its latest row (R11)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.models import Eligibility, Invitation
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding

UNOPENED = (CompetitionStanding.OPEN.value, CompetitionStanding.OPENING.value)


def standings_of(competition_id: UUID, line_ids: Collection[UUID] | None = None) -> dict[UUID, Eligibility]:
    """Line to its latest row; for these lines, or all."""
    rows = Eligibility.objects.filter(competition=competition_id)
    if line_ids is not None:
        rows = rows.filter(line__in=list(line_ids))
    return {row.line_id: row for row in rows.order_by("line_id", "-at", "-id").distinct("line_id")}


def invited_lines(competition_id: UUID) -> set[UUID]:
    """The lines that hold an invitation: none is ever taken back."""
    return set(Invitation.objects.filter(competition=competition_id).values_list("line_id", flat=True))


_UNOPENED = """
    SELECT c.id, c.council_id
      FROM competitions_competition c
      JOIN referrals_referral r ON r.id = c.referral_id
      JOIN qualification_line l ON l.id = %s
     WHERE c.state = ANY(%s)
       AND (r.category_id = l.category_id
            OR EXISTS (SELECT FROM referrals_referralcategory m
                        WHERE m.referral_id = r.id AND m.category_id = l.category_id))
     ORDER BY c.closes_at, c.id
"""


def unopened_for_line(line_id: UUID) -> list[tuple[UUID, UUID]]:
    """Competition and council of each that asks for the line's category and whose bids nobody has opened yet."""
    with connection.cursor() as cursor:
        cursor.execute(_UNOPENED, [line_id, list(UNOPENED)])
        return list(cursor.fetchall())
