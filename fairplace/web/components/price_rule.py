"""How a referral's prices are scored, in one sentence: for the officer, the bidder and whoever reads the terms (C9)."""

from __future__ import annotations

from fairplace.dps.market.rules.category_content import PriceRange
from fairplace.web.components.formats import money


def price_rule(found: PriceRange | None) -> str:
    """None: the relative formula."""
    if found is None:
        return "The lowest price gets every point; any other, as many fewer as it is dearer."
    return (
        f"Every point at {money(found.floor)} a week or less, none at {money(found.ceiling)} or more, "
        "in a straight line between. Other bids do not matter."
    )
