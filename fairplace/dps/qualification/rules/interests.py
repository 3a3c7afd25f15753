"""An evaluator declares interests in whoever applies, before seeing a statement (Q9)."""

from __future__ import annotations


def declaration_fault(has_interest: bool, interest: str) -> str | None:
    """What is missing from a declaration, in one sentence; None when it may stand."""
    return "Say in a few words what the interest is." if has_interest and not interest.strip() else None


def participation_fault(has_interest: bool | None) -> str | None:
    """Why somebody takes no part: nothing declared yet (None), or an interest declared."""
    if has_interest is None:
        return "Declare your interests first: you see nothing before that."
    return "You declared an interest in this application, so you take no part in it." if has_interest else None
