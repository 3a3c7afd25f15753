"""Which questions an application asks (Q2, Q3, Q5): of the provider once, of a place on each line; in two stages."""

from __future__ import annotations

from collections.abc import Iterable

from fairplace.dps.market.rules.category_content import CategoryContent, Criterion, Question


def provider_questions(contents: Iterable[CategoryContent]) -> list[Question]:
    """Asked once for all categories applied for: the same code is the same question.

    Of evidence that several categories ask for, the one that asks for most is kept, so that one document serves all.
    """
    asked: dict[str, Question] = {}
    for content in contents:
        for question in content.questions:
            if question.level == "provider":
                before = asked.get(question.code)
                if before is None or (question.minimum or 0) > (before.minimum or 0):
                    asked[question.code] = question
    return list(asked.values())


def line_questions(content: CategoryContent, setting: str = "") -> list[Question]:
    """Asked about one establishment in one category. setting: its kind, for questions that not every kind is asked."""
    return [
        question
        for question in content.questions
        if question.level == "establishment" and (not setting or not question.settings or setting in question.settings)
    ]


def statements(content: CategoryContent) -> list[Question]:
    """The scored statements of a category."""
    return [question for question in content.questions if question.kind == "statement"]


def assessed_criteria(content: CategoryContent) -> list[Criterion]:
    """The criteria on which the lead authority says pass or fail: not those that are scored or only asked (Q9, Q10)."""
    return [criterion for criterion in content.criteria if criterion.method in {"pass_fail", "commercial"}]


def stage_two(contents: Iterable[CategoryContent]) -> frozenset[str]:
    """The codes of questions that belong to the offer (Q3): of criteria that are scored, asked or commercial."""
    codes = set()
    for content in contents:
        basic = {criterion.code for criterion in content.criteria if criterion.method == "pass_fail"}
        codes |= {question.code for question in content.questions if question.criterion not in basic}
    return frozenset(codes)


def is_about_provider(content: CategoryContent, criterion: str) -> bool:
    """Whether a criterion asks about the provider alone, so that one judgement holds for all its lines."""
    levels = {question.level for question in content.questions if question.criterion == criterion}
    return levels == {"provider"}
