"""The states of a competition and the moves between them."""

from __future__ import annotations

from enum import Enum


class CompetitionStanding(Enum):
    """Stored, checked and shown with these words only.

    There is no state for "deadline passed": the database's clock decides that, and no job has to run for it.
    """

    OPEN = "open"
    OPENING = "opening"
    NO_COMPLIANT_BID = "no_compliant_bid"
    EVALUATING = "evaluating"
    PRICE_QUESTIONED = "price_questioned"
    SCORED = "scored"
    WITH_FAMILY = "with_family"
    TO_AWARD = "to_award"
    AWARDED = "awarded"
    ACCEPTED = "accepted"
    NO_AWARD = "no_award"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return _LABELS[self]


_S = CompetitionStanding
_LABELS = {
    _S.OPEN: "Waiting for bids",
    _S.OPENING: "One of two openers has turned their key",
    _S.NO_COMPLIANT_BID: "No bid meets every essential item",
    _S.EVALUATING: "To evaluate",
    _S.PRICE_QUESTIONED: "A price is questioned",
    _S.SCORED: "Scored",
    _S.WITH_FAMILY: "With the family",
    _S.TO_AWARD: "To award",
    _S.AWARDED: "Awarded, waiting for acceptance",
    _S.ACCEPTED: "Accepted",
    _S.NO_AWARD: "No award",
    _S.CANCELLED: "Cancelled",
}
TRANSITIONS: dict[CompetitionStanding, frozenset[CompetitionStanding]] = {
    _S.OPEN: frozenset({_S.OPENING, _S.CANCELLED}),
    _S.OPENING: frozenset({_S.EVALUATING, _S.NO_COMPLIANT_BID, _S.CANCELLED}),
    _S.NO_COMPLIANT_BID: frozenset({_S.EVALUATING, _S.NO_AWARD, _S.CANCELLED}),
    _S.EVALUATING: frozenset({_S.SCORED, _S.PRICE_QUESTIONED, _S.NO_AWARD, _S.CANCELLED}),
    _S.PRICE_QUESTIONED: frozenset({_S.SCORED, _S.NO_AWARD, _S.CANCELLED}),
    _S.SCORED: frozenset({_S.WITH_FAMILY, _S.TO_AWARD, _S.NO_AWARD}),
    _S.WITH_FAMILY: frozenset({_S.TO_AWARD, _S.NO_AWARD}),
    _S.TO_AWARD: frozenset({_S.AWARDED, _S.WITH_FAMILY, _S.NO_AWARD}),
    _S.AWARDED: frozenset({_S.ACCEPTED, _S.TO_AWARD, _S.WITH_FAMILY, _S.NO_AWARD}),
    _S.ACCEPTED: frozenset(),
    _S.NO_AWARD: frozenset(),
    _S.CANCELLED: frozenset(),
}


def may_become(now: CompetitionStanding, then: CompetitionStanding) -> bool:
    """Whether the table has this move."""
    return then in TRANSITIONS[now]
