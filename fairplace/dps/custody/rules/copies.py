"""How often everything is copied, and how often it is shown that it comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

COPIES: Final = UUID("00000000-0000-7000-8000-0000636f7079")
"""What an event about copies is about."""
BACKUP_EVERY: Final = timedelta(days=1)
TEST_EVERY: Final = timedelta(days=92)
"""Ours: a restore is tested every quarter."""
GRACE: Final = timedelta(hours=6)


def is_late(age: timedelta | None, every: timedelta) -> bool:
    """None: it never happened."""
    return age is None or age > every + GRACE
