"""Copy answers forward from another line, in one click (Q2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_line
from fairplace.dps.qualification.actions.price_line import write_costs
from fairplace.dps.qualification.models import CoreCost, Line
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.questions import line_questions
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def copy_line_answers(*, actor: Actor, line_id: UUID, from_line_id: UUID, at: datetime) -> None:
    """Answers to the same questions, and core costs within the same category.

    What is a fact about one place (its rating, its registration) is copied between lines of that place only.
    """
    line = lock_draft_line(actor, line_id)
    other = Line.objects.filter(id=from_line_id, provider_id=line.provider_id).exclude(id=line_id).first()
    if other is None:
        raise NotThere
    content = content_of(line.category_version_id)
    same_place = other.establishment_id == line.establishment_id
    copied = {
        question.code: other.answers[question.code]
        for question in line_questions(content)
        if question.code in other.answers and (same_place or question.kind in {"statement", "text"})
    }
    line.answers = {**line.answers, **copied}
    line.save(update_fields=["answers"])
    costs = dict(CoreCost.objects.filter(line=other).values_list("heading", "weekly"))
    if other.category_id == line.category_id and costs:
        kinds = establishment_rows([line.establishment_id])[line.establishment_id].placement_kinds
        fitting = {heading.code for heading in offered_headings(content, kinds)}
        write_costs(line, {heading: weekly for heading, weekly in costs.items() if heading in fitting})
    audit.record(
        actor=actor,
        kind=events.ANSWERS_COPIED,
        subject=line,
        about=line.application_id,
        from_line_id=other.id,
        questions=sorted(copied),
    )
