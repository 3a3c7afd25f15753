"""The stages of a draft of a category and the moves between them (P8)."""

from __future__ import annotations

from enum import Enum


class DraftStage(Enum):
    """Stored, checked and shown with these words only."""

    DRAFTING = "drafting"
    AGREEING = "agreeing"
    AGREED = "agreed"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        return "With the partners" if self is DraftStage.AGREEING else self.value.capitalize()


TRANSITIONS: dict[DraftStage, frozenset[DraftStage]] = {
    DraftStage.DRAFTING: frozenset({DraftStage.AGREEING, DraftStage.ABANDONED}),
    DraftStage.AGREEING: frozenset({DraftStage.DRAFTING, DraftStage.AGREED, DraftStage.ABANDONED}),
    DraftStage.AGREED: frozenset(),
    DraftStage.ABANDONED: frozenset(),
}
OPEN = frozenset({DraftStage.DRAFTING, DraftStage.AGREEING})
"""A category has one draft in these at most."""


def may_become(now: DraftStage, then: DraftStage) -> bool:
    """Whether the table has this move."""
    return then in TRANSITIONS[now]
