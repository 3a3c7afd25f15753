"""An incentive: a published term of a referral, agreed with the award, in the agreement, never scored (C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text

KINDS = {
    "outcomes": "every outcome that this referral names has been reached",
    "step_down": "the child has moved, safely and as planned, to a place that gives less support",
}
MOST_AMOUNT = Decimal(100_000)
MOST_PERCENT = Decimal(25)
WEEKS_OF_A_YEAR = 52


@dataclass(frozen=True, slots=True)
class Incentive:
    """A premium paid once. One of the two is set: amount in pounds, or per cent of the price of 52 weeks."""

    kind: str
    by: date
    amount: Decimal | None = None
    percent: Decimal | None = None

    @property
    def worth(self) -> str:
        if self.amount is not None:
            return f"£{self.amount:,.2f}"
        return f"{exact_text(self.percent or Decimal(0))} % of the price of {WEEKS_OF_A_YEAR} weeks"

    @property
    def sentence(self) -> str:
        """The term, as it is published, agreed and carried into the agreement."""
        return (
            f"A premium of {self.worth} is paid once, if a review of the placement agrees, on evidence, that"
            f" {KINDS[self.kind]} by {self.by.day} {self.by:%B %Y}."
        )

    def premium(self, weekly_price: Decimal) -> Decimal:
        """Pounds, at this weekly price: rounded half-up to the penny."""
        if self.amount is not None:
            return self.amount
        year = weekly_price * WEEKS_OF_A_YEAR * (self.percent or Decimal(0)) / 100
        return year.quantize(Decimal("0.01"), ROUND_HALF_UP)


def check_incentive(incentive: Incentive, start_on: date | None) -> None:
    """Refused where it could never be paid, or is out of all proportion."""
    if incentive.kind not in KINDS:
        raise Refused("Say what the premium is paid for.", "kind")
    if (incentive.amount is None) is (incentive.percent is None):
        raise Refused("Give the premium as an amount or as a per cent, not both.", "amount")
    if incentive.amount is not None and not 0 < incentive.amount <= MOST_AMOUNT:
        raise Refused("The premium must be more than £0 and at most £100,000.", "amount")
    if incentive.percent is not None and not 0 < incentive.percent <= MOST_PERCENT:
        raise Refused("The premium must be more than 0 % and at most 25 % of a year's price.", "percent")
    if start_on is None:
        raise Refused("Say first, under age, start and urgency, when the placement starts.", "by")
    if incentive.by <= start_on:
        raise Refused("The day must come after the placement starts.", "by")
