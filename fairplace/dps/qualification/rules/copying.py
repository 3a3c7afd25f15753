"""What of one line's answers another line can take over (Q2), and what that overwrites."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.qualification.rules.answers import is_given
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.completeness import Place, named
from fairplace.dps.qualification.rules.questions import stage_two


class Answered(Protocol):
    """A line with its answers and prices."""

    @property
    def establishment(self) -> Place: ...
    @property
    def content(self) -> CategoryContent: ...
    @property
    def questions(self) -> list[Question]: ...
    @property
    def answers(self) -> dict[str, dict[str, Any]]: ...
    @property
    def costs(self) -> dict[str, Decimal]: ...
    @property
    def prices(self) -> dict[str, Decimal]: ...
    @property
    def discounts(self) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Copy:
    """What the line takes over; costs, prices and discounts None: it keeps its own.

    taken: what it is called, for people. overwritten: what of it stood there before, in other words or figures.
    """

    answers: dict[str, dict[str, Any]]
    costs: dict[str, Decimal] | None
    prices: dict[str, Decimal] | None
    discounts: list[Any] | None
    taken: list[str]
    overwritten: list[str]


def copy_of(source: Answered, target: Answered) -> Copy:
    """Answers to the same questions; prices within the same category.

    What is a fact about one place (its rating, its registration) is copied between lines of that place only.
    """
    same_place = source.establishment.id == target.establishment.id
    offer = stage_two([target.content])
    answers: dict[str, dict[str, Any]] = {}
    taken, overwritten = [], []
    for question in target.questions:
        given = source.answers.get(question.code, {})
        if not is_given(given) or question.kind == "evidence" or not (same_place or question.code in offer):
            continue
        answers[question.code] = given
        taken.append(named(question))
        before = target.answers.get(question.code, {})
        if is_given(before) and before != given:
            overwritten.append(named(question))
    costs = prices = discounts = None
    if source.content.code == target.content.code:
        costs = _priced(source, target)
        prices = {s.code: source.prices[s.code] for s in target.content.services if s.code in source.prices} or None
        discounts = [step for step in source.discounts if step.kind in target.content.discounts] or None
        for name, new, old in (
            ("Core costs", costs, target.costs),
            ("Prices of additional services", prices, target.prices),
            ("Discounts", discounts, target.discounts),
        ):
            if new:
                taken.append(name)
            if new and old and new != old:
                overwritten.append(name)
    return Copy(answers, costs, prices, discounts, taken, overwritten)


def _priced(source: Answered, target: Answered) -> dict[str, Decimal] | None:
    fitting = [heading.code for heading in offered_headings(target.content, target.establishment.placement_kinds)]
    return {code: source.costs[code] for code in fitting if code in source.costs} or None
