"""The competency score of a line (Q10): the moderated marks of its statements, weighted, out of 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.market.rules.category_content import CategoryContent, Criterion, Question
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.rounding import half_up


@dataclass(frozen=True, slots=True)
class Share:
    """What one scored criterion adds. marks: each of its statements with the mark agreed; points: exact."""

    criterion: Criterion
    marks: tuple[tuple[Question, Decimal], ...]
    points: Fraction


def competency_shares(content: CategoryContent, marks: Mapping[str, Decimal]) -> list[Share]:
    """The working of the score. A criterion with several statements takes their average.

    KeyError when a statement has no moderated mark.
    """
    shares = []
    for criterion in content.criteria:
        asked = [question for question in statements(content) if question.criterion == criterion.code]
        if criterion.method != "scored" or not criterion.weight or not asked:
            continue
        marked = tuple((question, marks[question.code]) for question in asked)
        parts = [Fraction(mark) / Fraction(question.top_mark or 1) for question, mark in marked]
        shares.append(Share(criterion, marked, Fraction(criterion.weight) * sum(parts, Fraction(0)) / len(parts)))
    return shares


def competency_score(content: CategoryContent, marks: Mapping[str, Decimal]) -> Decimal | None:
    """Exact, rounded once, half-up to two decimals. KeyError when a statement has no moderated mark.

    None in a category that scores nothing (§7.3): its lines join without a score, and competency weighs nothing there.
    """
    if not content.is_scored:
        return None
    return half_up(sum((share.points for share in competency_shares(content, marks)), Fraction(0)), 2)
