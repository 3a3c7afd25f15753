"""Whose a part of a bid is: with several children, its codes name the child (method, rule 0)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fairplace.dps.referrals.rules.children import read_code


def of_child(child: int, amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The amounts of one child, by the same codes."""
    return {code: amount for code, amount in amounts.items() if read_code(code)[0] == child}


def children_in(*amounts: Mapping[str, Decimal]) -> int:
    """How many children the codes speak of: 1 where none is named."""
    return max((read_code(code)[0] for some in amounts for code in some), default=1)
