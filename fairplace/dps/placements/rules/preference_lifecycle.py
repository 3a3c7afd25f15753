"""The states of a named preference (R10)."""

from __future__ import annotations

from enum import Enum


class PreferenceStanding(Enum):
    """Stored, checked and shown with these words only."""

    RECORDED = "recorded"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TO_AGREE = "to_agree"
    AGREED = "agreed"
    AWARDED = "awarded"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _LABELS[self]


_S = PreferenceStanding
_LABELS = {
    _S.RECORDED: "Recorded, the place is not asked yet",
    _S.ASKED: "Waiting for the place",
    _S.ACCEPTED: "The place says yes",
    _S.DECLINED: "The place says no",
    _S.TO_AGREE: "A second person is to agree",
    _S.AGREED: "Agreed, to award",
    _S.AWARDED: "Awarded",
    _S.ENDED: "Not followed further",
}
TRANSITIONS: dict[PreferenceStanding, frozenset[PreferenceStanding]] = {
    _S.RECORDED: frozenset({_S.ASKED, _S.ENDED}),
    _S.ASKED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.ENDED}),
    _S.ACCEPTED: frozenset({_S.ASKED, _S.TO_AGREE, _S.ENDED}),
    _S.DECLINED: frozenset({_S.ASKED, _S.ENDED}),
    _S.TO_AGREE: frozenset({_S.AGREED, _S.ACCEPTED, _S.ENDED}),
    _S.AGREED: frozenset({_S.AWARDED, _S.ASKED, _S.ENDED}),
    _S.AWARDED: frozenset(),
    _S.ENDED: frozenset(),
}


def may_become(now: PreferenceStanding, then: PreferenceStanding) -> bool:
    """Whether the table has this move."""
    return then in TRANSITIONS[now]
