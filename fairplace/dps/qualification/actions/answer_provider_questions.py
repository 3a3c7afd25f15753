"""Answers about the provider, given once for every line (Q2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft
from fairplace.dps.qualification.models import Application, Line
from fairplace.dps.qualification.rules.answers import read_answer
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import provider_questions
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def answer_provider_questions(
    *, actor: Actor, application_id: UUID, answers: Mapping[str, Mapping[str, Any]], at: datetime
) -> None:
    """answers: question code -> what its kind of question takes (rules.answers). Other answers stay as they are."""
    application = lock_draft(actor, application_id)
    asked = {question.code: question for question in provider_questions(_contents(application))}
    if not set(answers) <= set(asked):
        raise NotThere
    application.answers = {
        **application.answers,
        **{code: read_answer(asked[code], answer) for code, answer in answers.items()},
    }
    application.save(update_fields=["answers"])
    audit.record(
        actor=actor,
        kind=events.APPLICATION_ANSWERED,
        subject=application,
        about=application,
        questions=sorted(answers),
    )


def _contents(application: Application) -> list[CategoryContent]:
    """The categories in force and, while its lines are made under earlier versions, those too."""
    drafts = Line.objects.filter(application=application, state=LineStanding.DRAFT.value)
    versions = {*drafts.values_list("category_version_id", flat=True)}
    versions |= {row.version_id for row in categories() if row.filled}
    return [content_of(version) for version in versions]
