"""Whether a document of the library is what a question asks for on a day: in force and, for insurance, enough (Q6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar
from uuid import UUID

from fairplace.dps.market.rules.category_content import Question
from fairplace.foundations.kernel.money import round_pounds


class Held(Protocol):
    """A document as the evidence library has it."""

    @property
    def kind(self) -> str: ...
    @property
    def establishment_id(self) -> UUID | None: ...
    @property
    def cover(self) -> Decimal | None: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def expires_on(self) -> date | None: ...


H = TypeVar("H", bound=Held)


def is_in_force(one: Held, on: date) -> bool:
    """From its first to its last day; without a last day for good."""
    return one.issued_on <= on <= (one.expires_on or date.max)


def best_held(kind: str, library: Iterable[H], on: date, establishment_id: UUID | None = None) -> H | None:
    """The document that counts: in force on this day, with the most cover; else the last to run out; else None.

    establishment_id: for a question about one place, whose own document comes before one for the whole provider.
    """
    held = [one for one in library if one.kind == kind and one.establishment_id in {None, establishment_id}]
    in_force = [one for one in held if is_in_force(one, on)]
    return max(
        in_force or held,
        key=lambda one: (
            one.establishment_id == establishment_id,
            (one.cover or Decimal(0)) if in_force else Decimal(0),
            one.expires_on or date.max,
            one.issued_on,
        ),
        default=None,
    )


def insurance_fault(question: Question, library: Iterable[Held], on: date, establishment_id: UUID | None = None) -> str:
    """What is wrong, in one sentence; empty when the document is in force and, for insurance, enough."""
    held = best_held(question.evidence, library, on, establishment_id)
    called = _lower(question.name or question.text)
    if held is None:
        return "" if question.optional else f"Upload your {called}"
    if not is_in_force(held, on):
        return f"Your {called} is not in force: upload the one that is"
    minimum = question.minimum or Decimal(0)
    if (held.cover or Decimal(0)) < minimum:
        return f"Your {called} covers {round_pounds(held.cover or Decimal(0))}; {round_pounds(minimum)} is needed"
    return ""


def _lower(text: str) -> str:
    """ "Your public liability insurance", but "Your DBS certificate": a capital that belongs to the word stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
