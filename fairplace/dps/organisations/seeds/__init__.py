"""Data of the organisations' area: inspectors' scales and the rule that makes them comparable."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_ratings() -> dict[str, Any]:
    """The rule of equivalence as it is published (Q4)."""
    return tomllib.loads((Path(__file__).parent / "ratings.toml").read_text(encoding="utf-8"))
