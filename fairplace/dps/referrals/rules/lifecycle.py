"""The states of a referral up to publication; afterwards its competition has states of its own.

Placed: a place that the family named was awarded directly, without a competition or in its stead (R10).
"""

from __future__ import annotations

from enum import Enum


class ReferralStanding(Enum):
    """Stored, checked and shown with these words only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PLACED = "placed"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return "Placed by direct award" if self is ReferralStanding.PLACED else self.value.capitalize()


_S = ReferralStanding
TRANSITIONS: dict[ReferralStanding, frozenset[ReferralStanding]] = {
    _S.DRAFT: frozenset({_S.PUBLISHED, _S.PLACED, _S.CANCELLED}),
    _S.PUBLISHED: frozenset({_S.CLOSED, _S.PLACED, _S.CANCELLED}),
    _S.PLACED: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
    _S.CANCELLED: frozenset(),
}


def may_become(now: ReferralStanding, then: ReferralStanding) -> bool:
    """Whether the table has this move."""
    return then in TRANSITIONS[now]
