"""Answers about one establishment in one category (Q2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.actions.record_rating import record_rating
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_line
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.rules.answers import read_answer
from fairplace.dps.qualification.rules.questions import line_questions
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def answer_line_questions(
    *, actor: Actor, line_id: UUID, answers: Mapping[str, Mapping[str, Any]], at: datetime
) -> None:
    """answers: question code -> {"answer"} or {"text"} or {"framework", "rating", "rated_on", "areas"}.

    A rating is a fact about the establishment: it is recorded there too.
    """
    line = lock_draft_line(actor, line_id)
    content = content_of(line.category_version_id)
    asked = {question.code: question for question in line_questions(content, line.establishment.kind)}
    if not set(answers) <= set(asked):
        raise NotThere
    read = {code: read_answer(asked[code], answer) for code, answer in answers.items()}
    for code, answer in read.items():
        if asked[code].kind == "rating":
            answer["rating"] = _record_rating(actor, line, answer, at)
    line.answers = {**line.answers, **read}
    line.save(update_fields=["answers"])
    audit.record(
        actor=actor,
        kind=events.APPLICATION_ANSWERED,
        subject=line,
        about=line.application_id,
        questions=sorted(answers),
    )


def _record_rating(actor: Actor, line: Line, answer: Mapping[str, Any], at: datetime) -> str:
    rated_on = date.fromisoformat(answer["rated_on"]) if answer["rated_on"] else None
    return record_rating(
        actor=actor,
        establishment_id=line.establishment_id,
        framework=answer["framework"],
        rating=answer["rating"],
        rated_on=rated_on,
        areas=answer["areas"],
        at=at,
    )
