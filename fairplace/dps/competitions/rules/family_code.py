"""The code that a family types with its choice (C5): the one rule for every link to a family."""

from fairplace.dps.referrals.rules.family_code import (
    LASTS,
    MOST_TRIES,
    NOT_AGAIN_WITHIN,
    code_digest,
    code_goes_to,
    code_matches,
    token_digest,
)

__all__ = [
    "LASTS",
    "MOST_TRIES",
    "NOT_AGAIN_WITHIN",
    "code_digest",
    "code_goes_to",
    "code_matches",
    "token_digest",
]
