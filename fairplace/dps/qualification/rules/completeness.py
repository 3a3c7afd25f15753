"""What an application still lacks (Q2), one sentence each, with the question that puts it right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.market.rules.exclusion_grounds import Ground
from fairplace.dps.organisations.rules.ratings import SCALES, is_known
from fairplace.dps.qualification.rules.answers import is_committed, is_given
from fairplace.dps.qualification.rules.caps import kind_totals, offered_headings
from fairplace.dps.qualification.rules.grounds import grounds_fault
from fairplace.dps.qualification.rules.insurance import insurance_fault
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT
from fairplace.dps.qualification.rules.questions import line_questions, provider_questions, stage_two
from fairplace.foundations.kernel.money import format_pounds

Answers = Mapping[str, Mapping[str, Any]]
COSTS = "core-costs"  # stands for the page of prices, beside the codes of questions


class Place(Protocol):
    """An establishment as far as questions depend on it."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def placement_kinds(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Left:
    """question: the code of what must be answered, or COSTS. stage: of the application (Q3), 1 or 2."""

    question: str
    sentence: str
    stage: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What answers are held against: the library, the regime's grounds for exclusion, the day.

    cover_may_follow: the regime lets a provider join on its word to hold an insurance by the award.
    """

    library: Sequence[Any]
    grounds: Sequence[Ground]
    on: date
    cover_may_follow: bool = False


def named(question: Question) -> str:
    """What a question is called in a list: its short name, else its text."""
    return question.name or question.text


def words(text: str) -> int:
    """How many words a statement has; counted as the page counts them."""
    return len(text.split())


def provider_left(contents: Iterable[CategoryContent], answers: Answers, standing: Standing) -> list[Left]:
    """What is left about the provider, for every category applied for."""
    every = list(contents)
    offer = stage_two(every)
    left = [(q.code, _question_fault(q, answers.get(q.code, {}), standing)) for q in provider_questions(every)]
    return [Left(code, fault, 2 if code in offer else 1) for code, fault in left if fault]


def line_left(
    content: CategoryContent, place: Place, answers: Answers, costs: Mapping[str, Decimal], standing: Standing
) -> list[Left]:
    """What is left about one establishment in one category."""
    offer = stage_two([content])
    left = [
        Left(question.code, fault, 2 if question.code in offer else 1)
        for question in line_questions(content, place.kind)
        if (fault := _question_fault(question, answers.get(question.code, {}), standing, place.id))
    ]
    return left + [Left(COSTS, fault, 2) for fault in _cost_faults(content, place.placement_kinds, costs)]


def put_right_left(failed: Iterable[tuple[str, str]], answers: Answers) -> list[Left]:
    """What a line that applies again has to say about each criterion that failed (Q11). failed: (code, name)."""
    said = answers.get(PUT_RIGHT, {})
    return [Left(PUT_RIGHT, f"Tell us what you put right: {name}") for code, name in failed if not said.get(code)]


def _cost_faults(content: CategoryContent, kinds: Collection[str], costs: Mapping[str, Decimal]) -> Iterator[str]:
    unpriced = [heading for heading in offered_headings(content, kinds) if heading.code not in costs]
    if unpriced:
        many = f"{len(unpriced)} core costs have" if len(unpriced) > 1 else f"“{unpriced[0].name}” has"
        yield f"{many} no price yet"
    for total in kind_totals(content, kinds, costs):
        if total.over and total.cap is not None:
            yield (
                f"{total.name}: core costs of {format_pounds(total.total)} a week are above the affordability cap"
                f" of {format_pounds(total.cap)} a week"
            )


def _question_fault(
    question: Question, answer: Mapping[str, Any], standing: Standing, place_id: UUID | None = None
) -> str:
    if question.optional and question.kind != "evidence" and not is_given(answer):
        return ""
    match question.kind:
        case "evidence" if standing.cover_may_follow and is_committed(question, answer):
            return ""
        case "evidence":
            return insurance_fault(question, standing.library, standing.on, place_id)
        case "yes_no":
            return yes_no_fault(question, answer)
        case "rating":
            return rating_fault(answer, standing.on)
        case "grounds":
            return grounds_fault(answer, standing.grounds, standing.on)
        case _:
            return statement_fault(question, str(answer.get("text", "")))


def yes_no_fault(question: Question, answer: Mapping[str, Any]) -> str:
    """An answer that does not pass by itself needs an explanation: the lead authority judges it (Q4, self-cleaning)."""
    given = answer.get("answer")
    if given not in {"yes", "no"}:
        return f"Answer yes or no: {named(question)}"
    if given != question.passes_when and not str(answer.get("explained", "")).strip():
        return f"Tell us what you did about it: {named(question)}"
    return ""


def rating_fault(answer: Mapping[str, Any], on: date) -> str:
    """Whether the rating is told. That it is too low does not stop the application: the lead authority fails it."""
    scale, grade, rated_on = (str(answer.get(name) or "") for name in ("framework", "rating", "rated_on"))
    if not is_known(scale, grade):
        return "Tell us what the last inspection found"
    if SCALES[scale].dated and (not rated_on or date.fromisoformat(rated_on) > on):
        return "Enter the date of the last inspection"
    return ""


def statement_fault(question: Question, text: str) -> str:
    """A statement is written and no longer than it may be."""
    if not text.strip():
        return f"Write your {'statement' if question.kind == 'statement' else 'answer'}: {named(question)}"
    if question.most_words and words(text) > question.most_words:
        return f"Shorten your answer by {words(text) - question.most_words} words to {question.most_words}"
    return ""
