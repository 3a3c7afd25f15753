"""Whether an insurance is enough for a category on a day (§7.4, Q6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from fairplace.dps.market.rules.category_content import Question
from fairplace.foundations.kernel.money import format_pounds


class Held(Protocol):
    """A certificate as the evidence library has it."""

    @property
    def kind(self) -> str: ...
    @property
    def cover(self) -> Decimal | None: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def expires_on(self) -> date: ...


H = TypeVar("H", bound=Held)


def best_held(kind: str, library: Iterable[H], on: date) -> H | None:
    """The certificate that counts: in force on this day, with the most cover; else the last to expire; else None."""
    held = [one for one in library if one.kind == kind]
    in_force = [one for one in held if one.issued_on <= on <= one.expires_on]
    if in_force:
        return max(in_force, key=lambda one: (one.cover or Decimal(0), one.expires_on))
    return max(held, key=lambda one: one.expires_on, default=None)


def insurance_fault(question: Question, library: Iterable[Held], on: date) -> str:
    """What is wrong, in one sentence; empty when the insurance is in force and enough."""
    held = best_held(question.evidence, library, on)
    if held is None:
        return f"Upload your {_lower(question.text)}"
    if not held.issued_on <= on <= held.expires_on:
        return f"Your {_lower(question.text)} is not in force: upload the one that is"
    minimum = question.minimum or Decimal(0)
    if (held.cover or Decimal(0)) < minimum:
        return (
            f"Your {_lower(question.text)} covers {format_pounds(held.cover or Decimal(0))};"
            f" {format_pounds(minimum)} is needed"
        )
    return ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
