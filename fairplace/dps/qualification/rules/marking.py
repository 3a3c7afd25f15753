"""Marks for a statement (Q9, C3): independent, then agreed; a wide spread must be talked through.

The same for the scored statements of an application and, in a later area, for those of bids.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

WIDE = Fraction(40, 100)
"""Of the top mark: a spread of so much or more is flagged and must be moderated with a reason."""
STEP = Decimal("0.5")
EVALUATORS = 2
"""At least so many mark each statement of an application, each on their own (Q9)."""
EXPLAINED = 10
"""Words: how long the reason for an agreed mark is at least where the marks were far apart."""


def mark_fault(mark: Decimal, top_mark: Decimal) -> str | None:
    """A mark is from 0 to the top mark, in halves."""
    if not 0 <= mark <= top_mark:
        return f"The mark must be from 0 to {top_mark.normalize():f}."
    if mark % STEP:
        return "Give whole or half marks."
    return None


def reason_fault(reason: str) -> str | None:
    """A reason is what the bidder learns from: a word is not one."""
    if len(reason.split()) < 3:
        return "Give the reason for this mark in a sentence: the bidder will read it."
    return None


def explanation_fault(reason: str, wide: bool) -> str | None:
    """Where marks were far apart, the agreed one is explained: a passing remark is not enough."""
    if wide and len(reason.split()) < EXPLAINED:
        return f"The marks were far apart: say in at least {EXPLAINED} words how you came together on this one."
    return None


def spread(marks: Sequence[Decimal]) -> Decimal:
    """The highest mark less the lowest."""
    return max(marks) - min(marks) if marks else Decimal(0)


def is_wide(marks: Sequence[Decimal], top_mark: Decimal) -> bool:
    """Whether the marks are 40 % of the top mark apart or more."""
    return len(marks) > 1 and Fraction(spread(marks)) >= WIDE * Fraction(top_mark)


def consensus(marks: Sequence[Decimal], agreed: Decimal | None) -> Decimal | None:
    """The mark that counts: the moderated one; the only one where one evaluator marks; else none yet."""
    if agreed is not None:
        return agreed
    return marks[0] if len(marks) == 1 else None
