"""Declaring interests (C11): before an opener or an evaluator sees anything."""

from __future__ import annotations

DUTIES = ("opener", "evaluator")
STATEMENT = (
    "I have no interest, of money, family, friendship or past work, in any provider that may bid, and I will say so"
    " at once if that changes."
)


def declaration_fault(has_interest: bool, interest: str) -> str | None:
    """What is missing from a declaration, in one sentence; None when it may stand."""
    if has_interest and not interest.strip():
        return "Say in a few words what the interest is."
    return None


def participation_fault(has_interest: bool | None) -> str | None:
    """Why somebody takes no part: nothing declared yet (None), or an interest declared."""
    if has_interest is None:
        return "Declare your interests first: you see nothing before that."
    if has_interest:
        return "You declared an interest in this competition, so you take no part in it."
    return None
