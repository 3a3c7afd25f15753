"""What is looked up about a line before it is admitted (Q14, App. C 10): data, never asked of the provider."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SEED = Path(__file__).parents[1] / "seeds" / "due_diligence.toml"
UNINSPECTED = "not-inspected"


@dataclass(frozen=True, slots=True)
class Check:
    """One look-up. about: "provider" or "establishment"; empty tuples: every category, setting or regime."""

    code: str
    name: str
    what: str
    about: str
    categories: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    uninspected: bool = False


@cache
def every_check() -> tuple[Check, ...]:
    """All of them, in the order of the list."""
    rows = tomllib.loads(SEED.read_text(encoding="utf-8"))["checks"]
    return tuple(_made(row) for row in rows)


def _made(row: dict[str, Any]) -> Check:
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Check(**given)


def checks_for(*, category: str, setting: str, regime: str, rating_framework: str) -> list[Check]:
    """The checks that this line needs. setting: the kind of establishment."""
    return [
        check
        for check in every_check()
        if (not check.categories or category in check.categories)
        and (not check.settings or setting in check.settings)
        and (not check.regimes or regime in check.regimes)
        and (not check.uninspected or rating_framework == UNINSPECTED)
    ]
