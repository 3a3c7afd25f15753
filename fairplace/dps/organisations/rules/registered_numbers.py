"""Numbers by which a provider is known once (Q1): checked for form, never against a register that we do not have."""

from __future__ import annotations

import re

from fairplace.foundations.kernel.refused import Refused

NUMBER_KINDS: tuple[tuple[str, str], ...] = (
    ("company", "Company number"),
    ("charity", "Charity number"),
    ("none", "We have neither: sole trader or partnership"),
)
_COMPANY = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}R|R[0-9]{7}", re.ASCII)
_CHARITY = re.compile(r"[0-9]{6,7}", re.ASCII)


def read_number(kind: str, typed: str) -> str:
    """As it is kept: without spaces, in capitals. "" for a sole trader. Refused when it has another form."""
    number = re.sub(r"[\s.-]", "", typed).upper()
    match kind:
        case "company":
            if not _COMPANY.fullmatch(number):
                raise Refused(
                    "Enter all 8 characters of the company number, like 01234567 or OC123456:"
                    " put a 0 in front if yours has 7 figures.",
                    "company",
                )
            return number
        case "charity":
            if not _CHARITY.fullmatch(number):
                raise Refused("Enter the charity number: 6 or 7 figures, like 1234567.", "charity")
            return number
        case "none":
            return ""
    raise Refused("Select how your organisation is registered.", "number_kind")
