"""Whether a competition has bids to go on with: the condition for lists, and the answer for one (C4, C6)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.nothing_left import (
    AFTER_SCORES,
    ALL_EXCLUDED,
    NEEDS_BIDS,
    NO_BIDS,
    NONE_LEFT,
    nothing_left,
)


def _states(states: frozenset[CompetitionStanding]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states, key=lambda one: one.value))


_RECEIVED = "EXISTS (SELECT FROM competitions_bid b WHERE b.competition_id = c.id)"
_LEFT = f"""
    EXISTS (SELECT FROM competitions_bid b
              JOIN competitions_invitation i ON i.id = b.invitation_id
              JOIN qualification_line l ON l.id = i.line_id
             WHERE b.competition_id = c.id AND b.excluded_because = ''
               AND (c.state NOT IN ({_states(AFTER_SCORES)}) OR l.state = 'accredited')
               AND NOT EXISTS (SELECT FROM competitions_award a WHERE a.bid_id = b.id AND a.declined_at IS NOT NULL
                                  AND a.set_aside <> 'again'))
"""  # noqa: S608 - built of constants
NOTHING_LEFT = f"""
    CASE WHEN c.state NOT IN ({_states(NEEDS_BIDS)}) OR {_LEFT} THEN NULL
         WHEN NOT {_RECEIVED} THEN '{NO_BIDS}'
         WHEN c.state IN ({_states(AFTER_SCORES)}) THEN '{NONE_LEFT}'
         ELSE '{ALL_EXCLUDED}' END
"""
"""rules/nothing_left in SQL, of the competition c; NULL where a bid is left. Behind the council's row wall."""


def nothing_left_of(competition_id: UUID, state: CompetitionStanding) -> str:
    """The same of one competition, as the rule says it; no statement where its state needs no bid."""
    if state not in NEEDS_BIDS:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_RECEIVED}, {_LEFT} FROM competitions_competition c WHERE c.id = %s",  # noqa: S608 - constants
            [competition_id],
        )
        received, left = cursor.fetchone()
    return nothing_left(state, received=received, left=left)
