"""The reference of a referral: says nothing, not even how many there are (R1)."""

from __future__ import annotations

from uuid import UUID

_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXYZ"  # no vowels, so no words; nothing that looks like another


def reference_for(key: UUID) -> str:
    """ "R-4KQ-7XD" from the chance in a UUIDv7: one in 594 million; the database refuses a second of its kind."""
    chance = key.int & ((1 << 62) - 1)
    signs = []
    for _ in range(6):
        chance, sign = divmod(chance, len(_LETTERS))
        signs.append(_LETTERS[sign])
    return f"R-{''.join(signs[:3])}-{''.join(signs[3:])}"
