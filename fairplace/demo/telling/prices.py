"""Core costs of an invented place: one weekly total, shared out over the headings of its category."""

from __future__ import annotations

from decimal import Decimal
from zlib import crc32

from fairplace.demo.region import DemoPlace
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification.rules.caps import offered_headings

# Per cent of the total; the heading that takes what is left stands last.
_SHARES = {
    "sen": {
        "suitability": 2,
        "premises": 16,
        "vehicles": 3,
        "supplies-services": 8,
        "classroom": 6,
        "central": 12,
        "staff-related": 5,
        "children-general": 4,
        "core-staffing": 44,
    },
    "residential": {
        "matching": 2,
        "premises": 14,
        "vehicles": 3,
        "staff-related": 6,
        "food-household": 5,
        "child-allowances": 4,
        "health-education-links": 3,
        "oversight": 4,
        "central": 7,
        "home-staffing": 52,
    },
}


def core_costs(place: DemoPlace, content: CategoryContent) -> dict[str, Decimal]:
    """Pounds a week by heading. They add up to the place's own total; no two places split it alike."""
    total = place.told["core"]
    *most, last = _SHARES[content.code].items()
    costs: dict[str, Decimal] = {}
    for heading, share in most:
        turn = crc32(f"{place.name}/{heading}".encode()) % 21 - 10  # up to a tenth more or less
        costs[heading] = Decimal(round(total * share * (100 + turn) / 10_000))
    costs[last[0]] = Decimal(total) - sum(costs.values(), Decimal(0))
    costs |= {"boarding-term": Decimal(place.told.get("term", 0)), "boarding-year": Decimal(place.told.get("year", 0))}
    offered = {heading.code for heading in offered_headings(content, place.told["kinds"])}
    return {heading: cost for heading, cost in costs.items() if heading in offered}
