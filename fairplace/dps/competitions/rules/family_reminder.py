"""When a family that has not answered is reminded (C5)."""

from __future__ import annotations

from datetime import datetime


def remind_at(asked_at: datetime, expires_at: datetime) -> datetime:
    """Half way: the third or fourth day of five working days, the same evening where there is only one."""
    return asked_at + (expires_at - asked_at) / 2
