"""Statements of one application that say the same, word for word: an answer copied forward is marked once (Q2, Q9)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.qualification.actions.open_line import open_siblings
from fairplace.dps.qualification.models import Line, StatementMark
from fairplace.dps.qualification.queries.evaluators import evaluators_of


def lines_with_same_words(line: Line, question: str, person_id: UUID) -> list[Line]:
    """The other open lines, in the same version of the category, that this person marks and nobody has agreed on."""
    said = line.answers.get(question, {}).get("text", "")
    alike = [
        one
        for one in open_siblings(line)
        if said
        and one.category_version_id == line.category_version_id
        and one.answers.get(question, {}).get("text", "") == said
    ]
    evaluators = evaluators_of(one.id for one in alike)
    agreed = set(
        StatementMark.objects.filter(line__in=alike, question=question, moderated=True).values_list(
            "line_id", flat=True
        )
    )
    return [
        one
        for one in alike
        if one.id not in agreed and any(row.person_id == person_id and row.takes_part for row in evaluators[one.id])
    ]


def own_marks(lines: list[Line], question: str) -> dict[UUID, dict[UUID, object]]:
    """Line to person to the last mark, of those who take part now. Three statements."""
    ids = [line.id for line in lines]
    evaluators = evaluators_of(ids)
    found: dict[UUID, dict[UUID, object]] = {
        line_id: {row.person_id: None for row in rows if row.takes_part} for line_id, rows in evaluators.items()
    }
    rows = StatementMark.objects.filter(line_id__in=ids, question=question, moderated=False).order_by("at", "id")
    for line_id, person_id, mark in rows.values_list("line_id", "by_id", "mark"):
        if person_id in found[line_id]:
            found[line_id][person_id] = mark
    return found
