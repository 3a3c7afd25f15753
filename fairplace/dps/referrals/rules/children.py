"""Several children on one referral: who they are to each other, and how one is told from another (R2).

Child 1 stands in the referral itself, so that a referral for one child has no children to count. With several, each
need and feature carries a code that names its child: two children may need the same, and a bid ticks and prices each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from fairplace.foundations.kernel.rounding import half_up

MOST_CHILDREN = 10
SIBLING, COHORT = "sibling", "cohort"

_NAMED = re.compile(r"child-([0-9]+)--(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What is coded of one child. date_of_birth: only where the child's own record is at hand."""

    number: int
    age: int | None = None
    gender: str = ""
    has_identity: bool = False
    has_story: bool = False
    date_of_birth: date | None = None


def child_name(number: int) -> str:
    """What pages, letters and bids call a child among several."""
    return f"Child {number}"


def code_for(child: int, code: str) -> str:
    """The code of one child's need, feature or core cost: "child-2--speech-and-language"."""
    return f"child-{child}--{code}"


def read_code(code: str) -> tuple[int, str]:
    """The child and the plain code; child 1 where the code names none."""
    found = _NAMED.fullmatch(code)
    return (int(found[1]), found[2]) if found else (1, code)


def counted_children(several: str, number: int) -> str:
    """Several children in words: "3 brothers and sisters", "4 children"."""
    return f"{number} brothers and sisters" if several == SIBLING else f"{number} children"


def all_of(number: int) -> str:
    """ "both", "all 3"."""
    return "both" if number == 2 else f"all {number}"


def together_sentence(several: str, number: int, *, may_be_apart: bool) -> str:
    """How they are to be placed, for whoever is invited; empty for one child."""
    if not several:
        return ""
    whole = f"A bid is for {all_of(number)} of them, and is compared as a whole."
    if several == COHORT:
        return f"{number} children of similar needs, for one place together. {whole}"
    if may_be_apart:
        return (
            f"{number} brothers and sisters, who should live together. {whole} Only if nobody can take {all_of(number)}"
            " of them will the council look for places apart, near one another."
        )
    return f"{number} brothers and sisters, who are to live together. {whole}"


def contact_of(several: str, child: int) -> int:
    """With whose record the family's address stands: that of brothers and sisters with the first of them."""
    return child if several == COHORT else 1


def shares(total: Decimal, parts: Sequence[Decimal]) -> list[Decimal]:
    """A weekly total cut up in proportion, to the penny, so that the shares add up to it exactly.

    Each share but the first is rounded half-up; the first takes what is left, a penny or two more or less.
    """
    whole = sum(map(Fraction, parts), Fraction(0))
    if not parts:
        return []
    if not whole:
        return [total, *[Decimal("0.00")] * (len(parts) - 1)]
    others = [half_up(Fraction(total) * Fraction(part) / whole, 2) for part in parts[1:]]
    return [total - sum(others, Decimal(0)), *others]
