"""Money is Decimal pounds with two places; prices are pounds per child per week."""

import re
from decimal import Decimal
from fractions import Fraction

from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text, half_up

MOST_POUNDS = Decimal("9999999999.99")  # numeric(12, 2)

_AMOUNT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<pence>\d*))?", re.ASCII)


def parse_pounds(text: str, *, field: str | None = None) -> Decimal:
    """Pounds as people type them: "£1,185.50", "1185.5", " 950 ". Raises Refused with what to do."""
    typed = "".join(text.split())
    amount = typed.removeprefix("£")
    match = _AMOUNT.fullmatch(amount)
    if not amount:
        raise Refused("Enter an amount in pounds, like 1,185.50.", field)
    if re.fullmatch(r"£?[-−–]£?[\d,.]+", typed):
        raise Refused("Enter an amount of 0 or more.", field)
    if match is None or not re.search(r"\d", amount, re.ASCII):
        raise Refused("Enter the amount in pounds with figures only, like 1,185.50.", field)
    if len((match["pence"] or "").rstrip("0")) > 2:
        raise Refused("Enter pounds and whole pence: at most two figures after the point, like 1,185.50.", field)
    if len(amount) > 100 or (pounds := Decimal(amount.replace(",", ""))) > MOST_POUNDS:
        raise Refused(f"Enter an amount of {format_pounds(MOST_POUNDS)} or less.", field)
    return half_up(pounds, 2)


def format_pounds(amount: Decimal | Fraction | int) -> str:
    """ "£1,185.00": to the penny, rounded half-up if it must be; "−£5.00" below nought."""
    penny = half_up(amount, 2)
    return f"{'−' if penny < 0 else ''}£{exact_text(penny.copy_abs(), least_places=2, grouped=True)}"


def round_pounds(amount: Decimal | int) -> str:
    """Of a round sum, no more than it needs: "£10 million", "£2.5 million", "£250,000"; else to the penny."""
    if amount != int(amount):
        return format_pounds(amount)
    millions = Decimal(amount) / 1_000_000
    if amount >= 1_000_000 and millions == round(millions, 1):
        return f"£{exact_text(millions, least_places=0, grouped=True)} million"
    return f"£{int(amount):,}"
