"""Which children and young people wrote a model answer, and who signed it off (P9, §6.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairplace.dps.market.models import CategoryVersion, ModelAnswer


@dataclass(frozen=True, slots=True)
class ModelAnswerRow:
    """number: the how-manieth answer to this question. text is the one that was signed."""

    question: str
    number: int
    text: str
    group: str
    worker: str
    council_name: str
    signed_on: date


def model_answers_of(version_id: UUID) -> dict[str, ModelAnswerRow]:
    """By question, for the answers that stand in this version: shown to evaluators beside what they mark."""
    found = CategoryVersion.objects.filter(id=version_id).values_list("category_id", "content").first()
    if found is None:
        return {}
    category_id, content = found
    texts = {one["code"]: one.get("model_answer", "") for one in content.get("questions", [])}
    return {row.question: row for row in model_answers(category_id) if texts.get(row.question) == row.text}


def model_answers(category_id: UUID) -> Iterable[ModelAnswerRow]:
    """Every answer that was signed off, the oldest first."""
    rows = ModelAnswer.objects.filter(category_id=category_id).order_by("question", "number")
    columns = ("question", "number", "text", "group", "worker", "council__name", "signed_on")
    return [ModelAnswerRow(*row) for row in rows.values_list(*columns)]
