"""The weekly price of a bid (C1, Q7, rule 2): pounds per child per week, exact until the penny."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from fairplace.foundations.kernel.money import format_pounds
from fairplace.foundations.kernel.rounding import Number, exact_text, half_up

Amounts = Sequence[Decimal]
WEEKS_A_YEAR = 52
MONTHS_A_YEAR = 12


class Unit(StrEnum):
    """What a price is quoted for; it is stored and invoiced so (method, rule 0)."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ONCE = "once"

    @property
    def words(self) -> str:
        return self.value if self is Unit.ONCE else f"a {self.value}"


@dataclass(frozen=True, slots=True)
class Quote:
    """A price in its own unit: pounds a week, a month, a year or once."""

    amount: Decimal
    unit: Unit

    @property
    def words(self) -> str:
        """ "£1,200.00 a year" """
        return f"{format_pounds(self.amount)} {self.unit.words}"


def weekly_figure(quote: Quote, expected_weeks: int) -> Decimal:
    """What a quote is scored by, in pounds a week: a year is 52 weeks, a month the twelfth of it, and what is paid once
    is spread over the expected length (rule 0). Raises ValueError where that is not known.

    Half-up to the penny (ours): the evaluation record states decimals, and a year ÷ 52 has seldom an end.
    """
    amount = Fraction(quote.amount)
    match quote.unit:
        case Unit.WEEK:
            exact = amount
        case Unit.MONTH:
            exact = amount * MONTHS_A_YEAR / WEEKS_A_YEAR
        case Unit.YEAR:
            exact = amount / WEEKS_A_YEAR
        case Unit.ONCE:
            if expected_weeks < 1:
                raise ValueError("What is paid once is spread over one week or more.")
            exact = amount / expected_weeks
    return half_up(exact, 2)


def weekly_working(quote: Quote, expected_weeks: int) -> str:
    """The same as a sum to check by hand: "£1,200.00 a year ÷ 52 = £23.08 a week"."""
    step = {
        Unit.WEEK: "",
        Unit.MONTH: f" × {MONTHS_A_YEAR} ÷ {WEEKS_A_YEAR}",
        Unit.YEAR: f" ÷ {WEEKS_A_YEAR}",
        Unit.ONCE: f" ÷ {expected_weeks} {'week' if expected_weeks == 1 else 'weeks'}",
    }[quote.unit]
    weekly = f"{format_pounds(weekly_figure(quote, expected_weeks))} a week"
    return f"{quote.words}{step} = {weekly}" if step else weekly


def weekly_price(core_costs: Amounts, priced_needs: Amounts, discount_percent: Decimal) -> Decimal:
    """(Core costs bid + priced needs) × (100 − discount %) ÷ 100, half-up to the penny before scoring."""
    amounts = sum(map(Fraction, (*core_costs, *priced_needs)), Fraction(0))
    return half_up(amounts * (100 - Fraction(discount_percent)) / 100, 2)


def price_working(core_costs: Amounts, priced_needs: Amounts, discount_percent: Decimal) -> str:
    """The same as a sum to check by hand: "(880.00 + 210.00 + 95.00) × (100 − 5) ÷ 100 = 1,125.75"."""
    terms = [pounds_text(amount) for amount in (*core_costs, *priced_needs)] or ["0.00"]
    text = " + ".join(terms)
    if discount_percent:
        text = f"({text})" if len(terms) > 1 else text
        text = f"{text} × (100 − {exact_text(discount_percent)}) ÷ 100"
    price = pounds_text(weekly_price(core_costs, priced_needs, discount_percent))
    return price if text == price else f"{text} = {price}"


def core_cost_fault(carried: Decimal, bid: Decimal) -> str | None:
    """A core cost may be lowered for one child, never raised, not by a penny (Q7, §8.11)."""
    if bid <= carried:
        return None
    return f"A core cost may not be above the {pounds_text(carried)} carried over; it is {pounds_text(bid)}."


def pounds_text(amount: Number) -> str:
    """Pounds in a working, without the sign: "1,185.00"; every figure that is there, two places at least."""
    return exact_text(amount, least_places=2, grouped=True)
