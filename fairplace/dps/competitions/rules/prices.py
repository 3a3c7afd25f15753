"""The weekly price of a bid (C1, Q7, rule 2): pounds per child per week, exact until the penny."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from fairplace.foundations.kernel.rounding import Number, exact_text, half_up

Amounts = Sequence[Decimal]


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
