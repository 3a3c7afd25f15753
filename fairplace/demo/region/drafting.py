"""What people wrote about drafts of categories."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from fairplace.demo.region import FOLDER


@cache
def words_of(code: str) -> dict[str, Any]:
    """The words about one category."""
    found: dict[str, Any] = tomllib.loads((FOLDER / "consultations.toml").read_text(encoding="utf-8"))[code]
    return found
