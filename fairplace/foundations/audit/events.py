"""What the audit itself records."""

from typing import Final

CHILD_DATA_READ: Final = "audit.child_data_read"
