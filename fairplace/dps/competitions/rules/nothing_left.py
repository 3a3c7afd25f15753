"""Where the bids are open and none is left to go on with (C4, C6): the officer ends it, and may issue it again."""

from __future__ import annotations

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding

NO_BIDS, ALL_EXCLUDED, NONE_LEFT = "no_bids", "all_excluded", "none_left"
"""Nobody bid; every bid is excluded, before scores were shown; every bid has gone since. "" says that some are left."""
BEFORE_SCORES = frozenset({CompetitionStanding.EVALUATING, CompetitionStanding.PRICE_QUESTIONED})
AFTER_SCORES = frozenset({CompetitionStanding.SCORED, CompetitionStanding.TO_AWARD})
NEEDS_BIDS = BEFORE_SCORES | AFTER_SCORES
"""States out of which only a bid leads on."""


def nothing_left(state: CompetitionStanding, *, received: bool, left: bool) -> str:
    """received: somebody bid. left: a bid is neither excluded nor, once scores are shown, gone by itself."""
    if state not in NEEDS_BIDS or left:
        return ""
    if not received:
        return NO_BIDS
    return ALL_EXCLUDED if state in BEFORE_SCORES else NONE_LEFT
