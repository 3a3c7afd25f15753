"""An evaluator's own mark for a scored statement, before seeing anybody else's (Q9)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import begin_assessing, check_is_open
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.same_words import lines_with_same_words
from fairplace.dps.qualification.models import InterestDeclaration, Line, StatementMark
from fairplace.dps.qualification.permissions import check_may_evaluate
from fairplace.dps.qualification.queries.evaluators import takes_part
from fairplace.dps.qualification.rules.interests import participation_fault
from fairplace.dps.qualification.rules.marking import mark_fault, reason_fault
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def mark_qualification_statement(
    *,
    actor: Actor,
    line_id: UUID,
    question: str,
    mark: Decimal,
    reason: str,
    same_words: bool = False,
    at: datetime,
) -> int:
    """A change of mind is a new row, until a mark is agreed. Returns how many statements were marked.

    same_words: also every other statement of the application, marked by the same person, that says the same.
    """
    person_id = check_may_evaluate(actor)
    line = lock_for_marking(actor, line_id)
    check_mark(statement_of(line, question), mark, reason)
    if StatementMark.objects.filter(line=line, question=question, moderated=True).exists():
        raise Refused("A mark has been agreed for this statement, so yours can no longer change.")
    lines = [line, *(lines_with_same_words(line, question, person_id) if same_words else [])]
    for one in lines:
        begin_assessing(one, actor, at)
    StatementMark.objects.bulk_create(
        StatementMark(line=one, question=question, mark=mark, reason=reason.strip(), by_id=person_id, at=at)
        for one in lines
    )
    for one in lines:
        audit.record(
            actor=actor, kind=events.STATEMENT_MARKED, subject=one, about=one.application_id, question=question
        )
    return len(lines)


def lock_for_marking(actor: Actor, line_id: UUID) -> Line:
    """The line, locked. NotThere for whoever is not appointed to it; Refused before their interests are declared."""
    person_id = check_may_evaluate(actor)
    line = lock_line(line_id)
    if not takes_part(line, person_id):
        raise NotThere
    declared = InterestDeclaration.objects.filter(application_id=line.application_id, person_id=person_id)
    if fault := participation_fault(declared.values_list("has_interest", flat=True).first()):
        raise Refused(fault)
    check_is_open(line)
    return line


def statement_of(line: Line, question: str) -> Question:
    """The statement's question; NotThere when the category asks no such statement."""
    for one in statements(content_of(line.category_version_id)):
        if one.code == question:
            return one
    raise NotThere


def check_mark(question: Question, mark: Decimal, reason: str) -> None:
    """A whole or half mark within the scale, with its reason; Refused beside the field that is wrong."""
    if fault := mark_fault(mark, question.top_mark or Decimal(0)):
        raise Refused(fault, "mark")
    if fault := reason_fault(reason):
        raise Refused(fault, "reason")
