"""What a line is part of now: for whoever suspends or removes it, before they do (A1, A3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations import audit


@dataclass(frozen=True, slots=True)
class InUse:
    """council: whose referral it is. open_: referrals that it is invited to and may still bid for; deciding: closed
    ones, bid for or not, that nobody has been awarded.
    """

    council: str
    open_: int
    deciding: int


@dataclass(frozen=True, slots=True)
class LineInUse:
    """referrals: of every council. waiting, placed: awards to this line that its provider has not accepted, and has;
    of the actor's own council alone, for other councils' awards stand behind their walls.
    """

    referrals: list[InUse]
    waiting: int
    placed: int


_DECIDING = (
    CompetitionStanding.OPENING,
    CompetitionStanding.EVALUATING,
    CompetitionStanding.SCORED,
    CompetitionStanding.WITH_FAMILY,
    CompetitionStanding.TO_AWARD,
)
_REFERRALS = """
    SELECT o.name, count(*) FILTER (WHERE c.state = %(open)s), count(*) FILTER (WHERE c.state <> %(open)s)
      FROM competitions_invitation i
      JOIN competitions_competition c ON c.id = i.competition_id
      JOIN organisations_organisation o ON o.id = c.council_id
     WHERE i.line_id = %(line)s AND i.answer <> 'cannot' AND c.state = ANY(%(states)s)
     GROUP BY o.name ORDER BY o.name
"""
_AWARDS = """
    SELECT count(*) FILTER (WHERE a.accepted_at IS NULL), count(*) FILTER (WHERE a.accepted_at IS NOT NULL)
      FROM competitions_award a
      JOIN competitions_bid b ON b.id = a.bid_id
      JOIN competitions_invitation i ON i.id = b.invitation_id
     WHERE i.line_id = %s AND a.declined_at IS NULL
"""


def line_in_use(line_id: UUID) -> LineInUse:
    """Numbers alone, no referral of any council. Two statements. Who may ask, the caller has asked."""
    states = [CompetitionStanding.OPEN.value, *(state.value for state in _DECIDING)]
    with connection.cursor() as cursor:
        with audit.over_all_organisations():  # sums by council
            cursor.execute(_REFERRALS, {"open": CompetitionStanding.OPEN.value, "line": line_id, "states": states})
        referrals = [InUse(*row) for row in cursor.fetchall()]
        cursor.execute(_AWARDS, [line_id])
        waiting, placed = cursor.fetchone()
    return LineInUse(referrals, waiting, placed)
