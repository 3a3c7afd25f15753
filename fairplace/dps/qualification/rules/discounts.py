"""Discounts for several children: brothers and sisters, or a cohort (§7.4, Q7). Per cent, exact to two decimals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from fairplace.foundations.kernel.refused import Refused

MOST_CHILDREN = 99
DISCOUNT_NAMES: Mapping[str, str] = {"sibling": "brothers and sisters", "cohort": "several children at once"}


class Step(Protocol):
    """Per cent off for each child, from this many children on."""

    @property
    def kind(self) -> str: ...
    @property
    def from_children(self) -> int: ...
    @property
    def percent(self) -> Decimal: ...


def check_steps(kinds: Iterable[str], steps: Iterable[Step]) -> None:
    """Refused, beside the kind: another kind than the category's, fewer than 2 children, outside 0 to 100 per cent,

    more than two decimals, the same number twice, or less off for more children.
    """
    known = set(kinds)
    by_kind: dict[str, list[Step]] = {}
    for step in steps:
        if step.kind not in known:
            raise Refused("This category has no such discount.", step.kind)
        by_kind.setdefault(step.kind, []).append(step)
    for kind, found in by_kind.items():
        for step in found:
            if not 2 <= step.from_children <= MOST_CHILDREN:
                raise Refused(f"A discount begins at 2 to {MOST_CHILDREN} children.", kind)
            if not Decimal(0) <= step.percent <= 100:
                raise Refused("A discount must be from 0 to 100 per cent.", kind)
            if step.percent != round(step.percent, 2):
                raise Refused("A discount has at most two figures after the point, like 7.25.", kind)
        ordered = sorted(found, key=lambda step: step.from_children)
        for before, after in pairwise(ordered):
            if before.from_children == after.from_children:
                raise Refused(f"Give one discount from {after.from_children} children on, not two.", kind)
            if after.percent < before.percent:
                raise Refused(
                    f"From {after.from_children} children on the discount must be {before.percent} per cent or more:"
                    " it cannot fall when more children come.",
                    kind,
                )


def discount_for(steps: Iterable[Step], kind: str, children: int) -> Decimal:
    """Per cent off for each child when so many come together: the highest step reached, else 0."""
    return max((s.percent for s in steps if s.kind == kind and s.from_children <= children), default=Decimal(0))
