"""Conditions for joining that the law of a system freezes for its term (P2)."""

from __future__ import annotations

from dataclasses import replace

from fairplace.dps.market.rules.category_content import CategoryContent, Criterion, Question
from fairplace.dps.market.rules.regimes import Regime


def check_conditions(regime: Regime, before: CategoryContent, after: CategoryContent) -> None:
    """Refused, with the rule cited, when criteria or questions differ under a regime that freezes them.

    A model answer is guidance for marking, not a condition, so it may change.
    """
    if regime.conditions_frozen and before.filled and _conditions(before) != _conditions(after):
        raise regime.refusal("Criteria and questions for joining cannot be changed during the term", "conditions")


def _conditions(content: CategoryContent) -> tuple[tuple[Criterion, ...], tuple[Question, ...]]:
    return content.criteria, tuple(replace(question, model_answer="") for question in content.questions)
