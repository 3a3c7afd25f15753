"""What is recorded about market."""

from typing import Final

SYSTEM_ESTABLISHED: Final = "market.system_established"
PARTNER_NAMED: Final = "market.partner_named"
CATEGORY_NAMED: Final = "market.category_named"
NOTICE_RECORDED: Final = "market.notice_recorded"
PERIOD_CHANGED: Final = "market.period_changed"
CATEGORY_VERSION_PUBLISHED: Final = "market.category_version_published"
ENTRY_CHANGED: Final = "market.entry_changed"
