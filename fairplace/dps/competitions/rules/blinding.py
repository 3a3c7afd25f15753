"""Statements are marked blind (C3): the names of the bidder are taken out of what evaluators read."""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "[name hidden]"
_LEGAL = re.compile(r"\b(ltd|limited|plc|llp|cic|trust|group)\b\.?", re.IGNORECASE)


def blinded(statement: str, names: Iterable[str]) -> str:
    """The statement with each name, in any case and spacing, with or without "Ltd", put out of sight.

    What a bidder writes about itself in other words stays: the hint beside the question asks it not to.
    """
    for name in sorted({*names, *(_LEGAL.sub("", name).strip() for name in names)}, key=len, reverse=True):
        words = name.split()
        if words and len(name) > 3:
            pattern = r"\b" + r"\W+".join(re.escape(word) for word in words) + r"\b"
            statement = re.sub(pattern, HIDDEN, statement, flags=re.IGNORECASE)
    return statement
