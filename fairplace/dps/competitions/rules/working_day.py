"""The columns of a placement officer's working day, and which one a referral stands in (pages: your referrals)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding

_C = CompetitionStanding


class Stage(Enum):
    """In the order in which a referral passes through them."""

    TO_PUBLISH = "to_publish"
    WAITING = "waiting"
    TO_OPEN = "to_open"
    WITHOUT_BIDS = "without_bids"
    TO_EVALUATE = "to_evaluate"
    WITH_FAMILY = "with_family"
    TO_AWARD = "to_award"
    TO_SIGN = "to_sign"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        return _LABELS.get(self, self.value.replace("_", " ").capitalize())


_LABELS = {
    Stage.WAITING: "Waiting for bids",
    Stage.WITHOUT_BIDS: "No bid to go on with",
    Stage.WITH_FAMILY: "With the family",
}


LIVE = tuple(stage for stage in Stage if stage is not Stage.FINISHED)

BY_STANDING: dict[CompetitionStanding, Stage] = {
    _C.OPENING: Stage.TO_OPEN,
    _C.NO_COMPLIANT_BID: Stage.WITHOUT_BIDS,
    _C.EVALUATING: Stage.TO_EVALUATE,
    _C.PRICE_QUESTIONED: Stage.TO_EVALUATE,
    _C.WITH_FAMILY: Stage.WITH_FAMILY,
    _C.SCORED: Stage.TO_AWARD,
    _C.TO_AWARD: Stage.TO_AWARD,
    _C.AWARDED: Stage.TO_SIGN,
    _C.ACCEPTED: Stage.TO_SIGN,
    _C.NO_AWARD: Stage.FINISHED,
    _C.CANCELLED: Stage.FINISHED,
}


def stage_of(
    referral: ReferralStanding,
    competition: CompetitionStanding | None,
    closes_at: datetime | None,
    now: datetime,
    nothing_left: str = "",
) -> Stage:
    """The clock decides between waiting and to open: no job has to run for it (C2). nothing_left: rules/nothing_left.

    A referral closes when its agreement is signed, so an accepted award stays "to sign" until then.
    """
    if referral in {ReferralStanding.CLOSED, ReferralStanding.CANCELLED}:
        return Stage.FINISHED
    if referral is ReferralStanding.PLACED:
        return Stage.TO_SIGN
    if competition is None or closes_at is None:
        return Stage.TO_PUBLISH
    if competition is _C.OPEN:
        return Stage.WAITING if now < closes_at else Stage.TO_OPEN
    if nothing_left:
        return Stage.WITHOUT_BIDS
    return BY_STANDING[competition]
