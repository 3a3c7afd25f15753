"""Tables of the market: private to this area."""

from fairplace.dps.market.models.category import Category
from fairplace.dps.market.models.category_version import CategoryVersion
from fairplace.dps.market.models.entry_change import EntryChange
from fairplace.dps.market.models.first_referral import FirstReferral
from fairplace.dps.market.models.notice import Notice
from fairplace.dps.market.models.partner import Partner
from fairplace.dps.market.models.period_change import PeriodChange
from fairplace.dps.market.models.purchasing_system import PurchasingSystem

__all__ = [
    "Category",
    "CategoryVersion",
    "EntryChange",
    "FirstReferral",
    "Notice",
    "Partner",
    "PeriodChange",
    "PurchasingSystem",
]
