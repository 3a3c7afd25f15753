"""Insurance that a provider gave its word to hold by an award, and whether its evidence is there now (Q4)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.rules.answers import is_committed
from fairplace.dps.qualification.rules.completeness import named
from fairplace.dps.qualification.rules.insurance import insurance_fault
from fairplace.foundations.kernel.money import format_pounds


def missing_cover(line_id: UUID, on: date) -> tuple[str, ...]:
    """Each promised insurance that is not in evidence on this day, with the cover asked for. Two statements."""
    line = Line.objects.select_related("application").get(id=line_id)
    answers = {**line.application.answers, **line.answers}
    promised = [
        question
        for question in content_of(line.category_version_id).questions
        if question.kind == "evidence" and is_committed(question, answers.get(question.code, {}))
    ]
    if not promised:
        return ()
    library = evidence_of(line.provider_id)
    return tuple(
        f"{named(question)}, {format_pounds(question.minimum)}" if question.minimum else named(question)
        for question in promised
        if insurance_fault(question, library, on, line.establishment_id)
    )
