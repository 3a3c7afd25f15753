"""Why a decision on a line cannot be proposed or released yet (Q9, Q14): each lack in a few words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification.rules.due_diligence import Check
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements


@dataclass(frozen=True, slots=True)
class Lack:
    """part: criterion, statement, check or question, with its code, so that a page can lead there."""

    part: str
    code: str
    text: str


def why_not_approved(
    content: CategoryContent,
    passed: Mapping[str, bool],
    agreed: Collection[str],
    checked: Mapping[str, str],
    needed: Sequence[Check],
    open_questions: int,
) -> list[Lack]:
    """Empty: it may be approved. passed: criterion to judgement; checked: check to outcome ("clear", "concern")."""
    lacks = _unanswered(open_questions)
    for criterion in assessed_criteria(content):
        if criterion.code not in passed:
            lacks.append(Lack("criterion", criterion.code, f"{criterion.name} is not assessed yet"))
        elif not passed[criterion.code]:
            lacks.append(Lack("criterion", criterion.code, f"{criterion.name} fails"))
    names = {criterion.code: criterion.name for criterion in content.criteria}
    lacks += [
        Lack("statement", question.code, f"{names[question.criterion]}: no mark is agreed for the statement")
        for question in statements(content)
        if question.code not in agreed
    ]
    for check in needed:
        outcome = checked.get(check.code)
        if outcome != "clear":
            words = "shows a concern" if outcome else "is not checked yet"
            lacks.append(Lack("check", check.code, f"{check.name} (due diligence) {words}"))
    return lacks


def why_not_refused(content: CategoryContent, passed: Mapping[str, bool], open_questions: int) -> list[Lack]:
    """Empty: it may be refused. Only a criterion that fails refuses, never a statement (§7.10)."""
    lacks = _unanswered(open_questions)
    if all(passed.get(criterion.code, True) for criterion in assessed_criteria(content)):
        lacks.append(Lack("criterion", "", "no criterion fails: record which one does, and why"))
    return lacks


def in_words(lacks: Sequence[Lack], most: int = 3) -> str:
    """The first few, as the rest of a sentence without its full stop."""
    said = "; ".join(lack.text for lack in lacks[:most])
    return said if len(lacks) <= most else f"{said}; and {len(lacks) - most} more"


def _unanswered(open_questions: int) -> list[Lack]:
    return [Lack("question", "", "a question to the provider waits for its answer")] if open_questions else []
