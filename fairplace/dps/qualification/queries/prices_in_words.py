"""What a line is priced at, in words, as an agreement tells it (Q7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification.models import CoreCost, Discount, ServicePrice
from fairplace.dps.qualification.rules.discounts import DISCOUNT_NAMES
from fairplace.foundations.kernel.money import format_pounds

Priced = list[tuple[str, str]]


@dataclass(slots=True)
class PricesInWords:
    """Names with their price, in the order of the category; discounts by the number of children."""

    core_costs: Priced = field(default_factory=list)
    price_list: Priced = field(default_factory=list)
    discounts: Priced = field(default_factory=list)


def prices_in_words(lines: Mapping[UUID, CategoryContent]) -> dict[UUID, PricesInWords]:
    """For each of these lines. Three statements."""
    prices = {line_id: PricesInWords() for line_id in lines}
    costs = CoreCost.objects.filter(line_id__in=prices).values_list("line_id", "heading", "weekly")
    weekly = {(line_id, heading): f"{format_pounds(amount)} a week" for line_id, heading, amount in costs}
    services = ServicePrice.objects.filter(line_id__in=prices).values_list("line_id", "service", "price")
    listed = {(line_id, service): format_pounds(price) for line_id, service, price in services}
    for line_id, content in lines.items():
        prices[line_id].core_costs = [
            (heading.name, weekly[line_id, heading.code])
            for heading in content.headings
            if (line_id, heading.code) in weekly
        ]
        prices[line_id].price_list = [
            (service.name, f"{listed[line_id, service.code]} {'an' if service.unit == 'hour' else 'a'} {service.unit}")
            for service in content.services
            if (line_id, service.code) in listed
        ]
    steps = Discount.objects.filter(line_id__in=prices).order_by("line_id", "kind", "from_children")
    for line_id, kind, children, percent in steps.values_list("line_id", "kind", "from_children", "percent"):
        name = DISCOUNT_NAMES.get(kind, kind)
        prices[line_id].discounts.append(
            (f"{name.capitalize()}, from {children} children on", f"{percent.normalize():f} % off")
        )
    return prices
