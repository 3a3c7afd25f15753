"""A judgement of the register on the scale that held for that kind of place on that day (Q4, X4)."""

from __future__ import annotations

from datetime import date

from fairplace.dps.organisations.rules.ratings import scales_on


def rating_in_register(setting: str, judgement: str, inspected_on: date | None) -> tuple[str, str] | None:
    """Scale and word, as a provider would have selected them; None where the register's words fit no scale of one
    word. "Requires improvement to be good" is "Requires improvement"."""
    if not judgement or inspected_on is None:
        return None
    said = judgement.casefold().removesuffix(" to be good")
    for scale in scales_on(setting, inspected_on).values():
        if scale.areas:
            continue
        for word, _ in scale.found:
            if word.casefold() == said:
                return scale.code, word
    return None
