"""Carry over from a refused line what passed and has not changed, so that only the rest is assessed again (Q11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.models import Assessment, Line, LineState, StatementMark
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.rules.keeping import is_unchanged
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.working_days import LONDON


def carry_judgements(lines: Collection[LineForm], about_provider: Mapping[str, Any], *, at: datetime) -> None:
    """New rows that point at the old ones and say when it was decided, by those who judged then.

    The caller sends the lines in this transaction. Nothing about them is carried: prices, and whatever was answered,
    asked or documented in another way. A lead officer may judge any of it again: the last row counts.
    """
    again = {form.reapplies_for: form for form in lines if form.reapplies_for is not None}
    if not again:
        return
    before = {line.id: line for line in Line.objects.filter(id__in=again).select_related("application")}
    refused = LineStanding.REFUSED.value
    decided = dict(LineState.objects.filter(line_id__in=again, became=refused).values_list("line_id", "at"))
    assessments = {
        (row.line_id, row.criterion): row for row in Assessment.objects.filter(line_id__in=again).order_by("at", "id")
    }
    marks = {
        (row.line_id, row.question): row
        for row in StatementMark.objects.filter(line_id__in=again, moderated=True).order_by("at", "id")
    }
    carried = [
        Assessment(
            line_id=again[row.line_id].line.id,
            criterion=row.criterion,
            passed=True,
            reason=_said(decided[row.line_id], row.reason),
            by_id=row.by_id,
            at=at,
            carried_from=row,
        )
        for row in assessments.values()
        if row.passed and _same(row.criterion, before[row.line_id], again[row.line_id], about_provider)
    ]
    Assessment.objects.bulk_create(carried)
    StatementMark.objects.bulk_create(
        StatementMark(
            line_id=again[row.line_id].line.id,
            question=row.question,
            moderated=True,
            mark=row.mark,
            reason=_said(decided[row.line_id], row.reason),
            by_id=row.by_id,
            at=at,
            carried_from=row,
        )
        for row in marks.values()
        if _same_words(row.question, before[row.line_id], again[row.line_id])
    )


def _same(criterion: str, before: Line, form: LineForm, about_provider: Mapping[str, Any]) -> bool:
    return is_unchanged(
        criterion,
        content_of(before.category_version_id),
        form.content,
        {**before.application.answers, **before.answers},
        {**about_provider, **form.answers},
    )


def _same_words(code: str, before: Line, form: LineForm) -> bool:
    asked = [q for q in content_of(before.category_version_id).questions if q.code == code]
    asked_now = [q for q in form.content.questions if q.code == code]
    return asked == asked_now and before.answers.get(code) == form.answers.get(code)


def _said(decided: datetime, reason: str) -> str:
    day = decided.astimezone(LONDON)
    return f"Carried over from the decision of {day.day} {day:%B %Y}. {reason}".rstrip()
