"""Telephone numbers, as a text message needs them."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"\+447[0-9]{9}")
_ABROAD = re.compile(r"\+(?!44)[1-9][0-9]{7,14}")


def text_number(typed: str) -> str:
    """The number in international form when it can get a text message, else "".

    Of British numbers only mobiles can; of others nobody can tell, so they are believed.
    """
    digits = re.sub(r"[^0-9+]", "", re.sub(r"\(0\)", "", typed))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+44{digits[1:]}"
    elif digits.startswith("447"):
        digits = f"+{digits}"
    return digits if _MOBILE.fullmatch(digits) or _ABROAD.fullmatch(digits) else ""
