"""What the audit itself records."""

from typing import Final

CHILD_DATA_READ: Final = "audit.child_data_read"
EPOCH_STARTED: Final = "audit.epoch_started"
"""The log goes on in another database cluster, whose transaction numbers begin anew: after a restore or a move."""
