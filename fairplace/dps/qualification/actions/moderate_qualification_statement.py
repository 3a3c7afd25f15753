"""The mark that the evaluators agree on (Q9)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.assess_criterion import check_is_open
from fairplace.dps.qualification.actions.mark_qualification_statement import check_mark, statement_of
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.models import StatementMark
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

EVALUATORS = 2


@transaction.atomic
def moderate_qualification_statement(
    *, actor: Actor, line_id: UUID, question: str, mark: Decimal, reason: str, at: datetime
) -> None:
    """After two people have marked, by one of them. Agreed again, the last agreement counts."""
    check_may_assess(actor)
    line = lock_line(line_id)
    check_is_open(line)
    check_mark(statement_of(line, question), mark, reason)
    markers = set(
        StatementMark.objects.filter(line=line, question=question, moderated=False).values_list("by_id", flat=True)
    )
    if len(markers) < EVALUATORS:
        raise Refused("Two people must mark this statement, each on their own, before a mark is agreed.")
    if actor.person_id not in markers:
        raise Refused("Only somebody who marked this statement can record what was agreed.")
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
    )
