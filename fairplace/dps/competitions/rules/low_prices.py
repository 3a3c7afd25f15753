"""Which prices seem abnormally low, by the rule that the category published: to be asked about (reg 69).

A price at the core costs that were accredited is never one: those were looked at when the provider joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.market.rules.category_content import CategoryContent, ResponseTime
from fairplace.foundations.kernel.london_clock import add_clock_hours
from fairplace.foundations.kernel.working_days import working_deadline

FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class PricedBid:
    """Pounds a week: as scored, and the core costs as bid and as carried over."""

    weekly: Decimal
    core: Decimal
    carried: Decimal


@dataclass(frozen=True, slots=True)
class LowPrice:
    """Per cent below: the mean of the other bids (None where there is none), and the core costs carried over."""

    below_others: Fraction | None
    below_carried: Fraction


def low_prices(bids: Mapping[str, PricedBid], content: CategoryContent) -> dict[str, LowPrice]:
    """The bids to ask about, of those that are compliant; bid to how low it is."""
    if not content.low_price_percent:
        return {}
    found = {bid: _how_low(bid, bids) for bid in bids}
    return {bid: low for bid, low in found.items() if _is_low(low, content)}


def _how_low(bid: str, bids: Mapping[str, PricedBid]) -> LowPrice:
    own = bids[bid]
    others = [Fraction(one.weekly) for other, one in bids.items() if other != bid]
    mean = sum(others, Fraction(0)) / len(others) if others else None
    return LowPrice(
        None if mean is None else _below(Fraction(own.weekly), mean), _below(Fraction(own.core), Fraction(own.carried))
    )


def _below(amount: Fraction, standard: Fraction) -> Fraction:
    return (standard - amount) * 100 / standard if standard else Fraction(0)


def _is_low(low: LowPrice, content: CategoryContent) -> bool:
    most = Fraction(content.low_price_percent)
    if low.below_others is None:
        return low.below_carried >= most
    lowered = max(Fraction(content.low_cost_percent), Fraction(1, 100))
    return low.below_others >= most and low.below_carried >= lowered


def answer_by(asked_at: datetime, content: CategoryContent, response: ResponseTime) -> datetime:
    """The category's working days; where hours count by the clock, as in an emergency, as long as there was to bid."""
    if response.hours and response.counts == "clock":
        return add_clock_hours(asked_at, response.hours)
    return working_deadline(asked_at, content.price_answer_working_days)


def explanation_fault(answer: str) -> str | None:
    """What is missing from an explanation; None when it may be sent."""
    if len(answer.split()) < FEWEST_WORDS:
        return "Explain your price in a sentence or more."
    return None


def may_decide(answered: bool, answer_by: datetime, now: datetime) -> bool:
    """Not before the bidder has answered, or its time is up."""
    return answered or now >= answer_by
