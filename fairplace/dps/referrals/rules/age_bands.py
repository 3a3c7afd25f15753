"""The band in which the market sees a child's age (R1, stage 1)."""

from __future__ import annotations

from fairplace.foundations.kernel.refused import Refused

YOUNGEST, OLDEST = 0, 25
_BANDS = ((0, 4), (5, 7), (8, 10), (11, 13), (14, 15), (16, 17), (18, 25))


def age_band(age: int) -> str:
    """In words: "under 5 years", "11 to 13 years". Refused outside 0 to 25, the ages that a placement can have."""
    for first, last in _BANDS:
        if first <= age <= last:
            return f"{first} to {last} years" if first else "under 5 years"
    raise Refused(f"The age must be from {YOUNGEST} to {OLDEST}.", "age")


def ages_in_band(age: int) -> tuple[int, int]:
    """The youngest and the oldest age of the same band."""
    return next(band for band in _BANDS if band[0] <= age <= band[1])
