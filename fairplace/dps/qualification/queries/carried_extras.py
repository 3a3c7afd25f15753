"""The price list and the discounts that a line carries into every referral (Q7)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from fairplace.dps.qualification.models import Discount, ServicePrice
from fairplace.dps.qualification.queries.line_form import DiscountStep


def carried_prices(line_id: UUID) -> dict[str, Decimal]:
    """Service code to pounds for one unit; a service that is not there is not offered."""
    return dict(ServicePrice.objects.filter(line_id=line_id).values_list("service", "price"))


def carried_discounts(line_id: UUID) -> list[DiscountStep]:
    """Each step, from fewer to more children (rules.discounts.discount_for finds the one that is reached)."""
    found = Discount.objects.filter(line_id=line_id).order_by("kind", "from_children")
    return [DiscountStep(*row) for row in found.values_list("kind", "from_children", "percent")]
