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


BIDS_LEFT = f"""
    LEFT JOIN LATERAL (
        SELECT count(*) AS received, count(*) FILTER (WHERE b.excluded_because = '' AND a.id IS NULL) AS remain
          FROM competitions_bid b
          LEFT JOIN competitions_award a ON a.bid_id = b.id AND a.declined_at IS NOT NULL AND a.set_aside <> 'again'
         WHERE b.competition_id = c.id
    ) AS bids ON c.state IN ({_states(NEEDS_BIDS)})
"""  # noqa: S608 - built of constants
"""Joined to the competition c, behind the council's row wall. A line that is suspended while an award waits is found
by who compares the bids, and excluded with the next award."""
NOTHING_LEFT = f"""
    CASE WHEN bids.received IS NULL OR bids.remain > 0 THEN NULL
         WHEN bids.received = 0 THEN '{NO_BIDS}'
         WHEN c.state IN ({_states(AFTER_SCORES)}) THEN '{NONE_LEFT}'
         ELSE '{ALL_EXCLUDED}' END
"""
"""rules/nothing_left in SQL, where BIDS_LEFT is joined; NULL where a bid is left."""


def nothing_left_of(competition_id: UUID, state: CompetitionStanding) -> str:
    """The same of one competition, as the rule says it; no statement where its state needs no bid."""
    if state not in NEEDS_BIDS:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT bids.received, bids.remain FROM competitions_competition c {BIDS_LEFT} WHERE c.id = %s",  # noqa: S608
            [competition_id],
        )
        received, remain = cursor.fetchone()
    return nothing_left(state, received=bool(received), left=bool(remain))
