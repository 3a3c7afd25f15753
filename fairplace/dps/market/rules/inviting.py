"""Who must be invited to a referral, and how long they have at least (P2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from fairplace.dps.market.rules.regimes import Regime
from fairplace.foundations.kernel.working_days import LONDON


def check_invited(regime: Regime, *, left_out: int) -> None:
    """Refused, citing the rule, where everyone must be invited and this referral's distance or facts keep some out.

    left_out: admitted, unsuspended lines of the category that would not be invited.
    """
    if regime.inviting == "as_published" or not left_out:
        return
    others = "1 place" if left_out == 1 else f"{left_out} places"
    raise regime.refusal(
        f"Every place on the system must be invited, and this referral would leave out {others}. Widen the distance, or"
        " ask for less",
        "inviting",
    )


def check_time_to_bid(regime: Regime, *, published_at: datetime, closes_at: datetime) -> None:
    """Refused, citing the rule, when the bids would close before the least number of days has passed."""
    if not regime.tender_days:
        return
    days = closes_at.astimezone(LONDON).date() - published_at.astimezone(LONDON).date()
    if days < timedelta(days=regime.tender_days):
        raise regime.refusal(
            f"Providers need at least {regime.tender_days} days to bid, and this referral closes after {days.days}."
            " Choose an urgency that gives them longer",
            "tender-time",
        )
