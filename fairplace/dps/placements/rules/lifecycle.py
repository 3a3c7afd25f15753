"""The states of an individual placement agreement (K1, K2)."""

from __future__ import annotations

from enum import Enum


class AgreementStanding(Enum):
    """Stored, checked and shown with these words only."""

    OFFERED = "offered"
    PROVIDER_SIGNED = "provider_signed"
    SIGNED = "signed"

    @property
    def label(self) -> str:
        return {"offered": "Provider to sign", "provider_signed": "Council to sign", "signed": "Signed"}[self.value]


_S = AgreementStanding
TRANSITIONS: dict[AgreementStanding, frozenset[AgreementStanding]] = {
    _S.OFFERED: frozenset({_S.PROVIDER_SIGNED}),
    _S.PROVIDER_SIGNED: frozenset({_S.SIGNED}),
    _S.SIGNED: frozenset(),
}


def may_become(now: AgreementStanding, then: AgreementStanding) -> bool:
    """Whether the table has this move."""
    return then in TRANSITIONS[now]
