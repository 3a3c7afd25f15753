"""Primary keys: UUID version 7 (RFC 9562), made in Python so that a row's key is known before it is stored.

The kernel's one documented exception to "no clock, no chance". The time inside only makes keys fall in order
of making, which keeps indexes tight. Nothing may be decided on it: `fairplace_now()` is the clock.
"""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of milliseconds, 12 of their fraction (ids made together sort), 62 of chance."""
    milliseconds, remainder = divmod(time.time_ns(), 1_000_000)
    fraction = remainder * 4096 // 1_000_000
    chance = secrets.randbits(62)
    return UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 0b10 << 62 | chance)
