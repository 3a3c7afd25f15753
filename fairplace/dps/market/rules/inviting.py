"""Who must be invited to a referral, and how long they have at least (P2)."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.market.rules.regimes import Regime
from fairplace.foundations.kernel.working_days import LONDON


def check_invited(regime: Regime, *, left_out: int) -> None:
    """Refused, citing the rule, where everyone must be invited and this referral's distance or facts keep some out.

    Where any member may bid, those who are not alerted may still opt in, so nobody is left out.

    left_out: admitted, unsuspended lines of the category that would not be invited.
    """
    if regime.inviting != "everyone" or not left_out:
        return
    others = "1 place" if left_out == 1 else f"{left_out} places"
    raise regime.refusal(
        f"Every place on the system must be invited, and this referral would leave out {others}. Widen the distance, or"
        " ask for less",
        "inviting",
    )


def has_time_to_bid(regime: Regime, *, invited_at: datetime, closes_at: datetime) -> bool:
    """Whether whoever is invited now has at least as many days as the law gives a bidder."""
    return _days(invited_at, closes_at) >= regime.tender_days


def check_time_to_bid(regime: Regime, *, published_at: datetime, closes_at: datetime) -> None:
    """Refused, citing the rule, when the bids would close before the least number of days has passed."""
    if not has_time_to_bid(regime, invited_at=published_at, closes_at=closes_at):
        days = _days(published_at, closes_at)
        raise regime.refusal(
            f"Providers need at least {regime.tender_days} days to bid, and this referral closes after {days}."
            " Choose an urgency that gives them longer",
            "tender-time",
        )


def _days(since: datetime, until: datetime) -> int:
    """Calendar days in London."""
    return (until.astimezone(LONDON).date() - since.astimezone(LONDON).date()).days
