"""The competency score of a line (Q10): the moderated marks of its statements, weighted, out of 100."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.rounding import half_up

WIDE_SPREAD = Fraction(2, 5)  # of the top mark: from here on a reason must explain the moderated mark (C3)


def competency_score(content: CategoryContent, marks: Mapping[str, Decimal]) -> Decimal:
    """Exact, rounded once, half-up to two decimals. A criterion with several statements takes their average.

    KeyError when a statement has no moderated mark.
    """
    total = Fraction(0)
    for criterion in content.criteria:
        asked = [question for question in statements(content) if question.criterion == criterion.code]
        if criterion.method != "scored" or not criterion.weight or not asked:
            continue
        shares = [Fraction(marks[question.code]) / Fraction(question.top_mark or 1) for question in asked]
        total += Fraction(criterion.weight) * sum(shares, Fraction(0)) / len(shares)
    return half_up(total, 2)


def is_wide_spread(marks: list[Decimal], top_mark: Decimal) -> bool:
    """Whether evaluators differ by 40 % of the top mark or more."""
    return bool(marks) and Fraction(max(marks) - min(marks)) >= WIDE_SPREAD * Fraction(top_mark)
