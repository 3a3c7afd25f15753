"""What the law and practice say about places bought without a competition, as data with sources (R10)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_named_preference() -> dict[str, Any]:
    """named_preference.toml as it stands."""
    return tomllib.loads((Path(__file__).parent / "named_preference.toml").read_text(encoding="utf-8"))
