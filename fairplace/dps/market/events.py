"""What is recorded about market."""

from typing import Final

SYSTEM_ESTABLISHED: Final = "market.system_established"
PARTNER_NAMED: Final = "market.partner_named"
CATEGORY_VERSION_PUBLISHED: Final = "market.category_version_published"
ENTRY_CHANGED: Final = "market.entry_changed"
