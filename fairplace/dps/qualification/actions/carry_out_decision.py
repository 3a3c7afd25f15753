"""What a released decision does: the state, the competency score, the letter (Q10, Q11)."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.write_decision_letter import write_decision_letter
from fairplace.dps.qualification.models import Line, LineDecision
from fairplace.dps.qualification.permissions import person_of
from fairplace.dps.qualification.queries.decisions import DecisionRow, agreed_marks, judged
from fairplace.dps.qualification.rules.competency import competency_score
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


def carry_out_decision(actor: Actor, line: Line, decision: DecisionRow, at: datetime) -> None:
    """The caller holds the line locked, and has checked who releases and that nothing is missing."""
    LineDecision.objects.create(
        line=line,
        proposal_id=decision.proposal_id,
        step=LineDecision.Step.RELEASED,
        approved=decision.approved,
        by_id=person_of(actor),
        at=at,
    )
    if line.state != LineStanding.ASSESSING.value:  # the last question was answered, or nothing was to be assessed
        move_line(line, LineStanding.ASSESSING, actor=actor, at=at)
    if decision.approved:
        _approve(actor, line, decision, at)
    else:
        _refuse(actor, line, decision, at)


def _approve(actor: Actor, line: Line, decision: DecisionRow, at: datetime) -> None:
    line.competency_score = competency_score(content_of(line.category_version_id), agreed_marks(line.id))
    line.save(update_fields=["competency_score"])
    move_line(line, LineStanding.APPROVED, actor=actor, at=at, because=decision.reason)
    audit.record(
        actor=actor,
        kind=events.LINE_APPROVED,
        subject=line,
        about=line.application_id,
        competency_score=line.competency_score,
        proposed_by=decision.proposed_by_id,
    )
    write_decision_letter(actor=actor, line_id=line.id, at=at)


def _refuse(actor: Actor, line: Line, decision: DecisionRow, at: datetime) -> None:
    passed = judged(line)
    failed = [
        one.name for one in assessed_criteria(content_of(line.category_version_id)) if not passed.get(one.code, True)
    ]
    move_line(line, LineStanding.REFUSED, actor=actor, at=at, because=decision.reason)
    audit.record(
        actor=actor,
        kind=events.LINE_REFUSED,
        subject=line,
        about=line.application_id,
        failed=failed,
        proposed_by=decision.proposed_by_id,
    )
    write_decision_letter(actor=actor, line_id=line.id, at=at)
