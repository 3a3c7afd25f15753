"""Codes and links that go out by e-mail when somebody joins: short-lived, few tries, kept as digests alone."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta

DIGITS = 6
CODE_LASTS = timedelta(minutes=30)
NOT_AGAIN_WITHIN = timedelta(minutes=1)
MOST_TRIES = 5
INVITATION_LASTS = timedelta(days=14)


def code_digest(code: str, key: bytes) -> bytes:
    """key: a secret bound to what it is about, so that one digest is never good for another."""
    return hashlib.sha256(b"fairplace registration code" + key + code.encode()).digest()


def code_matches(typed: str, stored: bytes, key: bytes) -> bool:
    """Spaces and dashes that people add do not matter."""
    return hmac.compare_digest(code_digest(re.sub(r"[\s-]", "", typed), key), stored)


def link_digest(token: str) -> bytes:
    """What the database keeps of a link: 256 random bits need no salt."""
    return hashlib.sha256(b"fairplace invitation" + token.encode()).digest()
