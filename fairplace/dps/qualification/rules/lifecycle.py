"""The states of a line and the moves between them (A1)."""

from __future__ import annotations

from enum import Enum


class LineStanding(Enum):
    """Stored, checked and shown with these words only."""

    DRAFT = "draft"
    APPLIED = "applied"
    ASSESSING = "assessing"
    CLARIFICATION = "clarification"
    APPROVED = "approved"
    ACCREDITED = "accredited"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return "Approved, awaiting signatures" if self is LineStanding.APPROVED else self.value.capitalize()


_S = LineStanding
UNDECIDED = frozenset({_S.APPLIED, _S.ASSESSING, _S.CLARIFICATION})
"""Sent and not decided: the regime's clock runs (Q13), also while a question waits for its answer."""
TRANSITIONS: dict[LineStanding, frozenset[LineStanding]] = {
    _S.DRAFT: frozenset({_S.APPLIED, _S.WITHDRAWN}),
    _S.APPLIED: frozenset({_S.ASSESSING, _S.WITHDRAWN}),
    _S.ASSESSING: frozenset({_S.CLARIFICATION, _S.APPROVED, _S.REFUSED, _S.WITHDRAWN}),
    _S.CLARIFICATION: frozenset({_S.ASSESSING, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.ACCREDITED, _S.WITHDRAWN}),
    _S.ACCREDITED: frozenset({_S.SUSPENDED, _S.LEFT, _S.REMOVED}),
    _S.SUSPENDED: frozenset({_S.ACCREDITED, _S.LEFT, _S.REMOVED}),
    _S.REFUSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.LEFT: frozenset(),
    _S.REMOVED: frozenset(),
}


def may_become(now: LineStanding, then: LineStanding) -> bool:
    """Whether A1's table has this move."""
    return then in TRANSITIONS[now]
