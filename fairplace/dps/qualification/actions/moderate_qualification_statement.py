"""The mark that the evaluators agree on (Q9)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.mark_qualification_statement import check_mark, lock_for_marking, statement_of
from fairplace.dps.qualification.models import StatementMark
from fairplace.dps.qualification.permissions import person_of
from fairplace.dps.qualification.queries.evaluators import evaluators_of
from fairplace.dps.qualification.rules.marking import EVALUATORS, explanation_fault, is_wide, spread
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def moderate_qualification_statement(
    *, actor: Actor, line_id: UUID, question: str, mark: Decimal, reason: str, at: datetime
) -> None:
    """When everyone who takes part has marked it, and they are two at least; by one of them.

    Agreed again, the last agreement counts. Marks far apart need an explanation.
    """
    line = lock_for_marking(actor, line_id)
    asked = statement_of(line, question)
    check_mark(asked, mark, reason)
    marks = dict(
        StatementMark.objects.filter(line=line, question=question, moderated=False)
        .order_by("at", "id")
        .values_list("by_id", "mark")
    )
    taking_part = {row.person_id for row in evaluators_of([line.id])[line.id] if row.takes_part}
    counted = [given for person_id, given in marks.items() if person_id in taking_part]
    if len(counted) < EVALUATORS:
        raise Refused("Two people must mark this statement, each on their own, before a mark is agreed.")
    if taking_part - set(marks):
        raise Refused("Not every evaluator has marked this statement yet.")
    wide = is_wide(counted, asked.top_mark or Decimal(0))
    if fault := explanation_fault(reason, wide):
        raise Refused(fault, "reason")
    StatementMark.objects.create(
        line=line,
        question=question,
        moderated=True,
        mark=mark,
        reason=reason.strip(),
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.STATEMENT_MODERATED,
        subject=line,
        about=line.application_id,
        question=question,
        mark=mark,
        spread=spread(counted),
        wide=wide,
    )
