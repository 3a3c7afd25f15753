"""The code by which the Office for National Statistics knows a council: a form, not a list."""

from __future__ import annotations

import re

from fairplace.foundations.kernel.refused import Refused

_ONS = re.compile(r"[EWSN][0-9]{8}", re.ASCII)


def read_ons_code(typed: str) -> str:
    """In capitals, without spaces around it. Refused when it has another form."""
    code = typed.strip().upper()
    if not _ONS.fullmatch(code):
        raise Refused("Enter an ONS code: a letter and eight digits, for example E10000032.", "ons_code")
    return code
