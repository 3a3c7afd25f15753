"""An evaluator's own mark for a scored statement, before seeing anybody else's (Q9)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.assess_criterion import begin_assessing, check_is_open
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.models import Line, StatementMark
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def mark_qualification_statement(
    *, actor: Actor, line_id: UUID, question: str, mark: Decimal, reason: str, at: datetime
) -> None:
    """A change of mind is a new row, until a mark is agreed."""
    check_may_assess(actor)
    line = lock_line(line_id)
    check_is_open(line)
    check_mark(statement_of(line, question), mark, reason)
    if StatementMark.objects.filter(line=line, question=question, moderated=True).exists():
        raise Refused("A mark has been agreed for this statement, so yours can no longer change.")
    begin_assessing(line, actor, at)
    StatementMark.objects.create(
        line=line, question=question, mark=mark, reason=reason.strip(), by_id=person_of(actor), at=at
    )
    audit.record(actor=actor, kind=events.STATEMENT_MARKED, subject=line, about=line.application_id, question=question)


def statement_of(line: Line, question: str) -> Question:
    """The statement's question; NotThere when the category asks no such statement."""
    for one in statements(content_of(line.category_version_id)):
        if one.code == question:
            return one
    raise NotThere


def check_mark(question: Question, mark: Decimal, reason: str) -> None:
    """A whole or half mark within the scale, with its reason."""
    top = question.top_mark or Decimal(0)
    if not 0 <= mark <= top or mark * 2 != int(mark * 2):
        raise Refused(f"The mark must be from 0 to {top}, in whole or half marks.", "mark")
    if not reason.strip():
        raise Refused("Say why you give this mark: the provider is told the reasons.", "reason")
