"""How long each class of records is kept, as it starts: law as data, with its sources."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_retention() -> list[dict[str, Any]]:
    """The classes, in the order in which pages list them."""
    read = tomllib.loads((Path(__file__).parent / "retention.toml").read_text(encoding="utf-8"))
    classes: list[dict[str, Any]] = read["classes"]
    return classes


def read_data_map() -> dict[str, dict[str, list[str]]]:
    """Table -> whom its fields are about -> their columns. What is plain is about nobody."""
    read: dict[str, dict[str, list[str]]] = tomllib.loads(
        (Path(__file__).parent / "data_map.toml").read_text(encoding="utf-8")
    )
    return read


def read_security() -> list[dict[str, Any]]:
    """What councils ask about security: part, ask, answer, shown_by."""
    read = tomllib.loads((Path(__file__).parent / "security.toml").read_text(encoding="utf-8"))
    claims: list[dict[str, Any]] = read["claims"]
    return claims
