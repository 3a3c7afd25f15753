"""Which answers outlive a change of a category's questions, and which of an earlier decision are carried (Q11, P3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fairplace.dps.market.rules.category_content import CategoryContent, Question

PUT_RIGHT = "put-right"  # stands among the answers of a line: criterion that failed -> what was put right


def kept_answers(before: CategoryContent, after: CategoryContent, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Every answer whose question still exists and is of the same kind. Evidence is found anew in the library."""
    kinds = {question.code: question.kind for question in before.questions}
    return {
        question.code: answers[question.code]
        for question in after.questions
        if question.code in answers
        and kinds.get(question.code, question.kind) == question.kind
        and question.kind != "evidence"
    }


def new_questions(before: CategoryContent, after: CategoryContent) -> list[Question]:
    """Asked now and not before, or asked in another way."""
    known = {question.code: question.kind for question in before.questions}
    return [question for question in after.questions if known.get(question.code) != question.kind]


def is_unchanged(
    criterion: str,
    before: CategoryContent,
    after: CategoryContent,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> bool:
    """Whether a criterion asks the same as before and was answered the same, so that its judgement still holds.

    Evidence is the same when it is the same document; what the criterion says must not have changed either.
    """
    then = next((one for one in before.criteria if one.code == criterion), None)
    now = next((one for one in after.criteria if one.code == criterion), None)
    if then is None or then != now or then.method == "commercial":
        return False
    return _of(criterion, before.questions) == _of(criterion, after.questions) and all(
        old.get(question.code) == new.get(question.code) for question in _of(criterion, after.questions)
    )


def _of(criterion: str, questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.criterion == criterion]
