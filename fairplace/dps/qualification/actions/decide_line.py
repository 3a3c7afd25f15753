"""Approve or refuse a line (Q10, Q11)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.write_decision_letter import write_decision_letter
from fairplace.dps.qualification.models import Assessment, Line, LineState, StatementMark
from fairplace.dps.qualification.permissions import check_may_assess
from fairplace.dps.qualification.rules.competency import competency_score
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

DECIDED = {
    LineStanding.APPROVED: "approved",
    LineStanding.REFUSED: "refused",
    LineStanding.ACCREDITED: "approved",
    LineStanding.SUSPENDED: "approved",
}


@transaction.atomic
def decide_line(*, actor: Actor, line_id: UUID, approved: bool, reason: str, at: datetime) -> None:
    """Approved: every criterion passed and a mark agreed for each statement, which gives the competency score.

    Refused: for a criterion that failed, never for a statement (§7.10). Of two people at once the second is told
    what the first decided.
    """
    check_may_assess(actor)
    line = lock_line(line_id)
    _check_undecided(line)
    content = content_of(line.category_version_id)
    passed = {row.criterion: row.passed for row in Assessment.objects.filter(line=line).order_by("at", "id")}
    failed = [one.name for one in assessed_criteria(content) if passed.get(one.code) is False]
    if approved:
        _approve(actor, line, content, passed, failed, reason, at)
    else:
        _refuse(actor, line, failed, reason, at)


def _approve(
    actor: Actor,
    line: Line,
    content: CategoryContent,
    passed: dict[str, bool],
    failed: list[str],
    reason: str,
    at: datetime,
) -> None:
    if failed:
        raise Refused(f"It cannot be approved while this fails: {', '.join(failed)}.", "approved")
    if missing := [one.name for one in assessed_criteria(content) if one.code not in passed]:
        raise Refused(f"It cannot be approved before this is assessed: {', '.join(missing)}.", "approved")
    marks = _agreed_marks(line)
    if any(question.code not in marks for question in statements(content)):
        raise Refused("It cannot be approved before a mark is agreed for the statement.", "approved")
    line.competency_score = competency_score(content, marks)
    line.save(update_fields=["competency_score"])
    move_line(line, LineStanding.APPROVED, actor=actor, at=at, because=reason.strip())
    audit.record(
        actor=actor,
        kind=events.LINE_APPROVED,
        subject=line,
        about=line.application_id,
        competency_score=line.competency_score,
    )
    write_decision_letter(actor=actor, line_id=line.id, at=at)


def _refuse(actor: Actor, line: Line, failed: list[str], reason: str, at: datetime) -> None:
    if not failed:
        raise Refused("It can only be refused for a criterion that fails: record which one, and why.", "approved")
    if not reason.strip():
        raise Refused("Say why, and what the provider can do to join later.", "reason")
    move_line(line, LineStanding.REFUSED, actor=actor, at=at, because=reason.strip())
    audit.record(actor=actor, kind=events.LINE_REFUSED, subject=line, about=line.application_id, failed=failed)
    write_decision_letter(actor=actor, line_id=line.id, at=at)


def _check_undecided(line: Line) -> None:
    standing = LineStanding(line.state)
    if standing is LineStanding.DRAFT:
        raise NotThere
    if standing in DECIDED:
        states = [LineStanding.APPROVED.value, LineStanding.REFUSED.value]
        last = LineState.objects.filter(line=line, became__in=states).order_by("-at").first()
        who = names_of([last.by_id]).get(last.by_id, "") if last and last.by_id else "Somebody else"
        raise Refused(f"{who} has already {DECIDED[standing]} this line. Nothing was changed.")
    if standing is not LineStanding.ASSESSING:
        raise Refused(f"This line is now “{standing.label}”, so there is nothing to decide.")


def _agreed_marks(line: Line) -> dict[str, Decimal]:
    rows = StatementMark.objects.filter(line=line, moderated=True).order_by("at", "id")
    return {row.question: row.mark for row in rows}
