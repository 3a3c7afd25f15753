"""The two fields that every change of a system asks for: why, and which notice says so (P1, P2)."""

from __future__ import annotations

from fairplace.dps.market.rules.regimes import Regime
from fairplace.govuk import fields


def reason_field() -> fields.LongText:
    return fields.LongText(
        "Why?",
        hint="It is kept with the change and shown to every council of the system.",
        max_words=200,
        rows=3,
        missing="Say why",
    )


def notice_field(regime: Regime, act: str) -> fields.Text:
    """The reference of the notice that the act demands; what it is, when it is due and why stand in the hint."""
    notice = regime.notice(act)
    return fields.Text(
        f"Reference of the {notice.title}",
        hint=f"Publish it {notice.when}. Why: {notice.source}. For example, 2026/S 000-012345.",
        longest=60,
        missing=f"Publish the {notice.title}, and enter its reference",
    )
