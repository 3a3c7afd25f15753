"""Links to a family, and the code that it types (C5, R12): short, short-lived, few tries."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta

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


def code_goes_to(phone: str, email: str, gateway: str) -> tuple[str, str]:
    """(address, what may be shown of it). By text message where a gateway is set up that takes e-mail to a number,
    else by e-mail. Shown is enough to know where to look, too little to learn it from.
    """
    digits = re.sub(r"[^0-9+]", "", phone)
    if gateway and digits:
        return f"{digits}@{gateway}", f"the number that ends in {digits[-3:]}"
    name, _, host = email.partition("@")
    return email, f"{name[:1]}…@{host}"
