"""Links to a family, and the code that it types (C5, R12): short, short-lived, few tries."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta
from typing import NamedTuple

from fairplace.foundations.kernel.telephone import text_number

DIGITS = 6
LASTS = timedelta(minutes=15)
NOT_AGAIN_WITHIN = timedelta(minutes=1)
MOST_TRIES = 10
"""Over all codes sent for one link: then only the council can help."""


def token_digest(token: str) -> bytes:
    """What the database keeps of a link: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


def code_digest(code: str, link: bytes) -> bytes:
    """What the database keeps of a code: bound to the digest of its link."""
    return hashlib.sha256(b"fairplace family code" + link + code.encode()).digest()


def code_matches(typed: str, stored: bytes, link: bytes) -> bool:
    """Spaces and dashes that people add do not matter."""
    return hmac.compare_digest(code_digest(re.sub(r"[\s-]", "", typed), link), stored)


class CodeGoes(NamedTuple):
    """number: a text message goes to it; "" for an e-mail. shown: enough to know where to look, too little to learn it
    from.
    """

    number: str
    email: str
    shown: str


def code_goes_to(phone: str, email: str, *, by_text: bool) -> CodeGoes:
    """By text message where those can be sent and the number can get one, else by e-mail."""
    number = text_number(phone) if by_text else ""
    if number:
        return CodeGoes(number, email, f"by text message to the number that ends in {number[-3:]}")
    name, _, host = email.partition("@")
    return CodeGoes("", email, f"by e-mail to {name[:1]}…@{host}")
