"""Statements are marked blind (Q9, C3): the names of who wrote them are taken out of what evaluators read."""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "[name hidden]"
_LEGAL = re.compile(r"\b(ltd|limited|plc|llp|cic|trust|group)\b\.?", re.IGNORECASE)


def blinded(statement: str, names: Iterable[str]) -> str:
    """The statement with each name, in any case and spacing, with or without "Ltd", put out of sight.

    What a bidder writes about itself in other words stays: the hint beside the question asks it not to.
    """
    called = {form for name in names for form in _forms(name)}
    for name in sorted(called, key=len, reverse=True):
        words = name.split()
        if words and len(name) > 3:
            pattern = r"\b" + r"\W+".join(re.escape(word) for word in words) + r"\b"
            statement = re.sub(pattern, HIDDEN, statement, flags=re.IGNORECASE)
    return statement


def _forms(name: str) -> set[str]:
    """A name in full, without one legal ending after another, and without any legal word."""
    forms = {name, _LEGAL.sub("", name).strip()}
    words = name.split()
    while len(words) > 1 and _LEGAL.fullmatch(words[-1]):
        words.pop()
        forms.add(" ".join(words))
    return forms
