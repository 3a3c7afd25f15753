"""What councils ask about security, for the public page (T5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fairplace.dps.custody.seeds import read_security


@dataclass(frozen=True, slots=True)
class Claim:
    """shown_by: tests and documents in the project."""

    ask: str
    answer: str
    shown_by: tuple[str, ...]


@cache
def answers() -> dict[str, list[Claim]]:
    """By part, in the order in which they are written."""
    found: dict[str, list[Claim]] = {}
    for claim in read_security():
        found.setdefault(claim["part"], []).append(Claim(claim["ask"], claim["answer"], tuple(claim["shown_by"])))
    return found
