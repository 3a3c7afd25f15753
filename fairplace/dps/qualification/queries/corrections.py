"""What a provider corrected of its declaration after sending, and which judgements that overtakes (Q4, Q9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification.models import GroundCorrection
from fairplace.dps.qualification.rules.grounds import Event, events_in


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """before None: it was not declared; after None: it is not declared any more."""

    question: str
    before: Event | None
    after: Event | None
    because: str
    by: str
    at: datetime


def corrections_of(application_id: UUID) -> list[CorrectionRow]:
    """In the order of time. One statement."""
    rows = GroundCorrection.objects.filter(application_id=application_id).order_by("at", "id")
    return [
        CorrectionRow(question, _event(before), _event(after), because, by, at)
        for question, before, after, because, by, at in rows.values_list(
            "question", "before", "after", "because", "by__name", "at"
        )
    ]


def corrected_at(content: CategoryContent, corrections: Collection[CorrectionRow]) -> dict[str, datetime]:
    """Criterion to its last correction: an older judgement of it does not count."""
    criteria = {question.code: question.criterion for question in content.questions}
    return {criteria[one.question]: one.at for one in corrections if one.question in criteria}


def _event(stored: dict[str, str]) -> Event | None:
    return next(iter(events_in({"events": [stored]})), None) if stored else None
