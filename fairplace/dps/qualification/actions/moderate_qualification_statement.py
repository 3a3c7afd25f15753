"""The mark that the evaluators agree on (Q9)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.mark_qualification_statement import check_mark, lock_for_marking, statement_of
from fairplace.dps.qualification.actions.same_words import lines_with_same_words, own_marks
from fairplace.dps.qualification.models import Line, StatementMark
from fairplace.dps.qualification.permissions import person_of
from fairplace.dps.qualification.queries.evaluators import evaluators_of
from fairplace.dps.qualification.rules.marking import EVALUATORS, explanation_fault, is_wide, spread
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def moderate_qualification_statement(
    *,
    actor: Actor,
    line_id: UUID,
    question: str,
    mark: Decimal,
    reason: str,
    same_words: bool = False,
    at: datetime,
) -> int:
    """When everyone who takes part has marked it, and they are two at least; by one of them.

    Agreed again, the last agreement counts. Marks far apart need an explanation. same_words: also every other
    statement of the application that says the same and got the same marks. Returns for how many.
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
    lines = [line, *(_marked_alike(line, question, person_of(actor)) if same_words else [])]
    StatementMark.objects.bulk_create(
        StatementMark(
            line=one,
            question=question,
            moderated=True,
            mark=mark,
            reason=reason.strip(),
            by_id=person_of(actor),
            at=at,
        )
        for one in lines
    )
    for one in lines:
        audit.record(
            actor=actor,
            kind=events.STATEMENT_MODERATED,
            subject=one,
            about=one.application_id,
            question=question,
            mark=mark,
            spread=spread(counted),
            wide=wide,
        )
    return len(lines)


def _marked_alike(line: Line, question: str, person_id: UUID) -> list[Line]:
    """Lines that say the same and got the same mark from each of the same people."""
    alike = lines_with_same_words(line, question, person_id)
    marks = own_marks([line, *alike], question)
    return [one for one in alike if marks[one.id] == marks[line.id]]
