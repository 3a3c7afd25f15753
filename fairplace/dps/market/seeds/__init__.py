"""The categories named in the notice, as they start (§7.2-7.4): one document each, drafted further on pages (P8)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CODES = ("sen", "residential", "foster", "alternative", "supported")


def read_seed(code: str) -> dict[str, Any]:
    """The document of a category as it starts. KeyError when the notice names no such category."""
    if code not in CODES:
        raise KeyError(code)
    return tomllib.loads((Path(__file__).parent / f"{code}.toml").read_text(encoding="utf-8"))


def read_law(name: str) -> dict[str, Any]:
    """A table of the law as data: "regimes", or the exclusion grounds "grounds-pcr15" and "grounds-pa23"."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def read_terms_seed() -> dict[str, Any]:
    """The terms as a system starts: the National Contract terms in plain English."""
    return tomllib.loads((Path(__file__).parent / "terms.toml").read_text(encoding="utf-8"))
