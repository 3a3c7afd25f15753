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


_SHARES |= {
    "foster": {
        "matching": 4,
        "carer-recruitment": 18,
        "carer-support": 17,
        "education-health": 7,
        "oversight": 8,
        "central": 16,
        "social-work": 30,
    },
    "alternative": {"place": 18, "materials": 12, "running": 15, "people": 55},
    "supported": {
        "housing": 36,
        "staff-related": 6,
        "young-person": 4,
        "oversight": 5,
        "central": 11,
        "support-staff": 38,
    },
}
# Pounds for one unit of an additional service: usual prices, which each place moves up or down a little.
_UNITS = {"hour": 28, "session": 74, "day": 210, "night": 168, "week": 690}
_BY_NAME = {
    "transport": "0.65", "contact-mile": "0.55", "school-mile": "0.55", "two-to-one": "47", "two-to-one-day": "49",
    "learning-support": "19.50", "learning-support-two": "38", "psychology": "118", "speech-language": "88",
    "occupational-therapy": "86", "physiotherapy": "84", "nursing": "46", "sleep-in": "92", "mentoring": "24",
    "support-hour": "23.50", "tuition": "42", "tuition-home": "44", "counselling": "62", "solo": "2850",
}  # fmt: skip


def service_prices(place: DemoPlace, content: CategoryContent) -> dict[str, Decimal]:
    """What a place asks for the services that it offers: about three of four of its category's list."""
    prices = {}
    for service in content.services:
        chance = crc32(f"{place.name}/{service.code}".encode())
        if chance % 4:
            usual = Decimal(_BY_NAME.get(service.code) or _UNITS[service.unit])
            prices[service.code] = (usual * (100 + chance // 4 % 17 - 8) / 100).quantize(Decimal("0.05"))
    return prices


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
    costs |= {heading: Decimal(weekly) for heading, weekly in place.told.get("carers", {}).items()}
    offered = {heading.code for heading in offered_headings(content, place.told["kinds"])}
    return {heading: cost for heading, cost in costs.items() if heading in offered}
