"""What a page, a record or a letter says, for tests that nothing of something is said in it."""

from __future__ import annotations

import re

_MADE_BY_CHANCE = re.compile(r"(?=[A-Za-z+_-]*[0-9])[0-9A-Za-z+_-]{22,}")


def spoken(text: str) -> str:
    """All but keys, digests and tokens: three or four signs that may not stand there stand in one of them by chance."""
    return _MADE_BY_CHANCE.sub("", text)
