"""How a referral's prices are scored, in one sentence: for the officer, the bidder and whoever reads the terms (C9)."""

from __future__ import annotations

from fairplace.dps.market.rules.category_content import PriceRange
from fairplace.dps.referrals.rules.children import all_of
from fairplace.web.components.formats import money


def price_rule(found: PriceRange | None, children: int = 1) -> str:
    """None: the relative formula. children: a floor and a ceiling are for all of them; it says by what they were
    multiplied.
    """
    if found is None:
        return "The lowest price gets every point; any other, as many fewer as it is dearer."
    several = (
        f" Both are the category’s limits for one child, multiplied by {children}, since a price is for"
        f" {all_of(children)} children."
        if children > 1
        else ""
    )
    return (
        f"Every point at {money(found.floor)} a week or less, none at {money(found.ceiling)} or more, "
        f"in a straight line between. Other bids do not matter.{several}"
    )
