"""The categories named in the notice, as they start (§7.2-7.4): one document each, drafted further on pages (P8)."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

CODES = ("sen", "residential", "foster", "alternative", "supported")


def read_seed(code: str) -> dict[str, Any]:
    """The document of a category as it starts. KeyError when the notice names no such category.

    What it has in common with other categories (`same_as`) is written out, so that every document is whole.
    """
    if code not in CODES:
        raise KeyError(code)
    document, common = _read(code), _read("common")
    for part, shared in common.items():
        document[part] = [_whole(one, shared) for one in document[part]]
    return document


def _whole(one: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    if "same_as" not in one:
        return one
    code = one["same_as"]
    own = {name: value for name, value in one.items() if name != "same_as"}
    return {"code": code, **shared[code], **own}


def _read(name: str) -> dict[str, Any]:
    """A document of the reader's own: whoever changes it changes it for nobody else."""
    return deepcopy(_parsed(name))


@cache
def _parsed(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def read_law(name: str) -> dict[str, Any]:
    """A table of the law as data: "regimes", or the exclusion grounds "grounds-pcr15" and "grounds-pa23"."""
    return _read(name)


def read_terms_seed() -> dict[str, Any]:
    """The terms as a system starts: the National Contract terms in plain English."""
    return _read("terms")
