"""What providers and evaluators of the demo write, by how good it is."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def statement(question: str, setting: str, level: int) -> str:
    """What a place of this kind writes to a scored question. level: 5 (best) to 2."""
    kind, place, people = _SPOKEN.get(setting, _SCHOOL)
    texts = _words()["statements"][_COMMON.get(question, kind)]
    text = str(next(one["text"] for one in texts if one["level"] == level)).strip()
    return text.replace("{place}", place).replace("{people}", people)


_COMMON = {"workforce-statement": "workforce", "contract-statement": "contract"}
_SCHOOL = ("school", "school", "teachers and assistants")
_SPOKEN = {
    "childrens_home": ("home", "home", "residential workers"),
    "fostering_agency": ("agency", "agency", "carers and social workers"),
    "supported_accommodation": ("supported", "house", "support workers"),
}
"""Kind of establishment -> whose statement on outcomes it writes, and its words for itself and those who work there."""


def how_met(category: str, need: str, variant: int) -> tuple[str, int]:
    """How a need is met, and what it usually costs a week in pounds: as its kind of place would say it, if told."""
    told = _words()["how"]
    ways = told.get(f"{need}-{_SAID_BY.get(category, '')}") or told[need]
    way = ways[variant % len(ways)]
    return way["text"], way["price"]


_SAID_BY = {"residential": "home", "foster": "foster", "alternative": "alternative", "supported": "supported"}


def reason_for(level: int, variant: int) -> str:
    """Why an evaluator gives that mark."""
    reasons = _words()["reasons"][str(level)]
    return str(reasons[variant % len(reasons)])


def bid_words(part: str, level: int | None = None) -> list[str]:
    """Sentences of a bid's statement: openings, outcomes and endings by level, and who does it."""
    found: Any = _words()["bids"][part]
    return list(found if level is None else found[str(level)])
