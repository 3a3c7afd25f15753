"""Signs that a comment tells who somebody is (P9): shown to whoever reads it before it may be published.

It finds patterns only. A name it cannot find: that is why every comment is read before anything of it is public.
"""

from __future__ import annotations

import re

_PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+"),
    "a telephone number": re.compile(r"(?<!\d)(?:\+44|0)(?:[\s().-]*\d){9,10}(?!\d)"),
    "an NHS number": re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE),
    "a date, perhaps of birth": re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b"),
}


def personal_details(text: str) -> tuple[str, ...]:
    """What was found, in words: ("a postcode",). Empty when nothing was."""
    return tuple(words for words, pattern in _PATTERNS.items() if pattern.search(text))
