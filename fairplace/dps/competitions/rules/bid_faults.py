"""Whether a bid may be submitted: "Not yet ready because…", and its price (C1, Q7, §8.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from fairplace.dps.competitions.rules.bid_content import BidContent, words
from fairplace.dps.competitions.rules.prices import (
    MONTHS_A_YEAR,
    WEEKS_A_YEAR,
    Quote,
    Unit,
    price_working,
    weekly_figure,
    weekly_price,
    weekly_working,
)
from fairplace.dps.competitions.rules.whose import children_in, of_child
from fairplace.dps.referrals.rules.children import shares
from fairplace.foundations.kernel.money import format_pounds
from fairplace.foundations.kernel.postcodes import is_off_the_grid
from fairplace.foundations.kernel.rounding import exact_text, half_up

MOST_PLACES = 999
MOST_WEEKLY = Decimal(100_000)
"""Pounds, for one child. No place costs near it; a price without end would not fit the record, and hold up every
other bid."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A need or a feature that the referral asks for. said: how much, how often and by whom, where it is said (R2).

    child: whose; plain_name: the name without the child, where a page has said which.
    """

    code: str
    name: str
    marks: Decimal
    essential: bool = False
    said: str = ""
    child: int = 1
    own_name: str = ""

    @property
    def plain_name(self) -> str:
        return self.own_name or self.name


@dataclass(frozen=True, slots=True)
class CarriedCost:
    """A core cost of the accredited line, pounds per week: may be lowered for this child, never raised.

    With several children it stands here once for each.
    """

    heading: str
    name: str
    weekly: Decimal
    child: int = 1
    own_name: str = ""

    @property
    def plain_name(self) -> str:
        return self.own_name or self.name


@dataclass(frozen=True, slots=True)
class BidTerms:
    """What this bid must answer. most_words 0: no statement is asked. districts: where the household of a foster
    agency may be; none for any other place, which names no household.

    short: the short form asks how many places are free, and lets a ticked need speak for itself (R13).
    children: how many; several: "", sibling or cohort. least_discount: per cent off the whole price that the line
    carries for so many; it may be raised, never lowered, since a price can only go down (Q7).
    expected_weeks: over which what is paid once is spread; 0 where the referral does not say (method, rule 0).
    """

    needs: tuple[AskedItem, ...]
    features: tuple[AskedItem, ...]
    carried: tuple[CarriedCost, ...]
    most_words: int
    districts: frozenset[str] = frozenset()
    short: bool = False
    several: str = ""
    children: int = 1
    least_discount: Decimal = Decimal(0)
    expected_weeks: int = 0

    @property
    def asks_district(self) -> bool:
        return bool(self.districts)

    @property
    def carried_by_heading(self) -> dict[str, Decimal]:
        """Heading to pounds per week."""
        return {cost.heading: cost.weekly for cost in self.carried}


class BidFault(NamedTuple):
    """`field` is a field of the form: needs_met, how_<code>, statement, cost_<heading>, priced_<code>…"""

    field: str
    sentence: str


class LivePrice(NamedTuple):
    """Pounds. working is the sum to check by hand; a year is 52 weeks (method, rule 0), a month the twelfth of it.

    each: what falls on each child, in order, to the penny; together they are the weekly price.
    """

    core: Decimal
    needs: Decimal
    weekly: Decimal
    monthly: Decimal
    yearly: Decimal
    working: str
    each: tuple[Decimal, ...]


def price_of(content: BidContent) -> LivePrice:
    """The price as far as it is filled in."""
    core, needs = tuple(content.core_costs.values()), tuple(content.priced_needs.values())
    discount = min(max(content.discount_percent, Decimal(0)), Decimal(100))
    weekly = weekly_price(core, needs, discount)
    return LivePrice(
        sum(core, Decimal(0)),
        sum(needs, Decimal(0)),
        weekly,
        half_up(weekly * WEEKS_A_YEAR / MONTHS_A_YEAR, 2),
        weekly * WEEKS_A_YEAR,
        price_working(core, needs, discount),
        child_prices(content, weekly),
    )


def child_prices(content: BidContent, weekly: Decimal) -> tuple[Decimal, ...]:
    """The weekly price cut up over the children, each by its own costs and needs (method, rule 0)."""
    costs, needs = content.core_costs, content.priced_needs
    whole = [
        sum((*of_child(child, costs).values(), *of_child(child, needs).values()), Decimal(0))
        for child in range(1, children_in(costs, needs) + 1)
    ]
    return tuple(shares(weekly, whole))


def faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    """Everything that keeps this bid from being submitted, each in one sentence; [] when it is ready."""
    return [
        *_places_faults(content, terms),
        *_item_faults(content, terms),
        *_statement_faults(content, terms),
        *cost_faults(content.core_costs, terms),
        *_missing_costs(content, terms),
        *_priced_need_faults(content, terms),
        *_quote_faults(content, terms),
        *_discount_faults(content, terms),
        *_district_faults(content, terms),
        *_total_faults(content, terms),
    ]


def quote_fault(code: str, quote: Quote, terms: BidTerms) -> BidFault | None:
    """A price paid once, where no length is said to spread it over."""
    if quote.unit is not Unit.ONCE or terms.expected_weeks >= 1:
        return None
    name = next((item.name for item in terms.needs if item.code == code), code)
    return BidFault(
        f"priced_{code}",
        f"Price “{name}” by the week, the month or the year: the referral does not say how long the place is to last,"
        " so a price paid once cannot be spread.",
    )


def workings(content: BidContent, terms: BidTerms) -> dict[str, str]:
    """Code of each need that is not priced by the week to the sum that makes its weekly figure."""
    return {
        code: weekly_working(quote, terms.expected_weeks)
        for code, quote in content.quoted.items()
        if quote_fault(code, quote, terms) is None
    }


def warnings(content: BidContent, terms: BidTerms) -> list[str]:
    """What lets it be submitted, but will hurt: an essential item that is not met (rule 3)."""
    met = {
        *(("need", code) for code in content.needs_met),
        *(("feature", code) for code in content.features_met),
    }
    asked = [*(("need", item) for item in terms.needs), *(("feature", item) for item in terms.features)]
    return [
        f"“{item.name}” is essential: a bid that does not meet it will be excluded."
        for kind, item in asked
        if item.essential and (kind, item.code) not in met
    ]


def cost_faults(costs: Mapping[str, Decimal], terms: BidTerms) -> list[BidFault]:
    """Core costs that are above what was carried over, by a penny or more (Q7), below nought or not known."""
    carried = {cost.heading: cost for cost in terms.carried}
    found = []
    for heading, amount in costs.items():
        cost = carried.get(heading)
        if cost is None:
            found.append(BidFault(f"cost_{heading}", "This core cost is not one that you were accredited with."))
        elif amount < 0:
            found.append(BidFault(f"cost_{heading}", f"{cost.name} must be £0 or more."))
        elif amount > cost.weekly:
            found.append(
                BidFault(
                    f"cost_{heading}",
                    f"{cost.name} may go down for one child, never up: enter {format_pounds(cost.weekly)} or less.",
                )
            )
    return found


def _places_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    if not terms.short or (content.places is not None and 1 <= content.places <= MOST_PLACES):
        return []
    return [BidFault("places", "Enter how many places you have free: 1 or more.")]


def _item_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    names = {item.code: item.name for item in terms.needs}
    known = {"needs_met": set(names), "features_met": {item.code for item in terms.features}}
    found = [
        BidFault(field, "Tick only what this referral asks for.")
        for field, met in (("needs_met", content.needs_met), ("features_met", content.features_met))
        if set(met) - known[field]
    ]
    found += [
        BidFault(f"how_{code}", f"Say how you will meet “{names[code]}”.")
        for code in content.needs_met
        if code in names and not terms.short and not content.how.get(code, "").strip()
    ]
    return found


def _statement_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    if not terms.most_words:
        return []
    if not content.statement.strip():
        return [BidFault("statement", "Write your statement: how and when this child will reach the outcomes.")]
    over = words(content.statement) - terms.most_words
    if over <= 0:
        return []
    return [
        BidFault(
            "statement",
            f"Shorten your statement by {over} {'word' if over == 1 else 'words'} to {terms.most_words} or fewer.",
        )
    ]


def _missing_costs(content: BidContent, terms: BidTerms) -> list[BidFault]:
    return [
        BidFault(f"cost_{cost.heading}", f"Price {cost.name}: enter {format_pounds(cost.weekly)} or less.")
        for cost in terms.carried
        if cost.heading not in content.core_costs
    ]


def _priced_need_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    names = {item.code: item.name for item in terms.needs}
    found = []
    for code, amount in content.priced_needs.items():
        name = names.get(code, code)
        quote = content.quoted.get(code)
        if amount < 0 or (quote and quote.amount < 0):
            found.append(BidFault(f"priced_{code}", f"The price of “{name}” must be £0 or more."))
        elif code not in names:
            found.append(BidFault("needs_met", "A price is given for a need that this referral does not ask for."))
        elif code not in content.needs_met:
            found.append(
                BidFault(
                    f"priced_{code}",
                    f"You price “{name}” but do not tick it: tick it, or take the price out.",
                )
            )
    return found


def _quote_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    """The weekly figure is exactly what the quote makes: one is invoiced, the other scored."""
    names = {item.code: item.name for item in terms.needs}
    found = []
    for code, quote in content.quoted.items():
        name = names.get(code, code)
        if fault := quote_fault(code, quote, terms):
            found.append(fault)
        elif content.priced_needs.get(code) != weekly_figure(quote, terms.expected_weeks):
            found.append(
                BidFault(
                    f"priced_{code}",
                    f"“{name}” is quoted at {weekly_working(quote, terms.expected_weeks)}, and its weekly figure says"
                    " otherwise: save your draft again.",
                )
            )
    return found


def _discount_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    if 0 <= content.discount_percent <= 100:
        return discount_faults(content.discount_percent, terms)
    return [BidFault("discount_percent", "The discount must be from 0 to 100 per cent.")]


def discount_faults(percent: Decimal, terms: BidTerms) -> list[BidFault]:
    """A discount below the one that the line carries for so many children (Q7)."""
    if percent >= terms.least_discount:
        return []
    least = exact_text(terms.least_discount)
    sentence = f"Your discount for {terms.children} children is {least} per cent: enter {least} or more."
    return [BidFault("discount_percent", sentence)]


def _district_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    if not terms.asks_district or content.district:
        return district_faults(content.district, terms)
    return [BidFault("district", "Enter the first half of the household’s postcode, like GU2.")]


def district_faults(district: str, terms: BidTerms) -> list[BidFault]:
    """A district that nobody can measure from; [] where none is named yet."""
    if not district or not terms.asks_district or district in terms.districts:
        return []
    if is_off_the_grid(district):
        sentence = (
            f"“{district}” is in Jersey, Guernsey or the Isle of Man, for which the directory gives no place on the"
            " grid, so no miles can be measured."
        )
    else:
        sentence = f"We do not know the postcode district “{district}”. Enter the first half of the postcode, like GU2."
    return [BidFault("district", sentence)]


def _total_faults(content: BidContent, terms: BidTerms) -> list[BidFault]:
    priced = all(cost.heading in content.core_costs for cost in terms.carried)
    weekly = price_of(content).weekly
    most = MOST_WEEKLY * terms.children
    if weekly > most or any(amount > MOST_WEEKLY for amount in content.priced_needs.values()):
        return [BidFault("price", f"The price must be {format_pounds(most)} a week or less.")]
    if not priced or content.discount_percent > 100 or weekly > 0:
        return []
    return [BidFault("price", "The price comes to £0.00 a week: a bid needs a price above that.")]
