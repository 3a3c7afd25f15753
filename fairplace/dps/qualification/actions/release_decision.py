"""A second person releases a proposed decision, or sends it back with a reason (four eyes, Q11)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.carry_out_decision import carry_out_decision
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.propose_decision import check_ready, check_undecided
from fairplace.dps.qualification.models import Line, LineDecision, Round
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.queries.decisions import DecisionRow, last_decision
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def release_decision(*, actor: Actor, line_id: UUID, proposal_id: UUID, at: datetime) -> None:
    """Never by the person who proposed it. Everything it rests on is asked again; then the provider is told.

    In the first round of a category it is held instead, until the round is released.
    """
    check_may_assess(actor)
    line = lock_line(line_id)
    check_undecided(line)
    decision = last_decision(line_id)
    if decision is None:
        raise NotThere
    if decision.proposal_id != proposal_id or not decision.is_closed_to_changes:
        raise Refused(f"{decision.by} has acted on this decision since you opened the page. Nothing was changed.")
    if decision.is_held:
        raise Refused(f"{decision.by} has already checked this decision: it is released with its round.")
    if decision.proposed_by_id == actor.person_id:
        raise Refused("You proposed this decision, so somebody else has to release it.")
    check_ready(line, decision.approved)
    if line.round_id and Round.objects.filter(id=line.round_id, released_at=None).exists():
        _hold(actor, line, decision, at)
    else:
        carry_out_decision(actor, line, decision, at)


def _hold(actor: Actor, line: Line, decision: DecisionRow, at: datetime) -> None:
    """Checked by the second person; it goes out with the others of its round."""
    LineDecision.objects.create(
        line=line,
        proposal_id=decision.proposal_id,
        step=LineDecision.Step.CHECKED,
        approved=decision.approved,
        reason=decision.reason,
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.DECISION_CHECKED,
        subject=line,
        about=line.application_id,
        approved=decision.approved,
    )


@transaction.atomic
def send_back_decision(*, actor: Actor, line_id: UUID, proposal_id: UUID, reason: str, at: datetime) -> None:
    """Also a decision that is held for its round. Who proposed it may take it back in the same way."""
    check_may_assess(actor)
    line = lock_line(line_id)
    check_undecided(line)
    decision = last_decision(line_id)
    if decision is None:
        raise NotThere
    if decision.proposal_id != proposal_id or not decision.is_closed_to_changes:
        raise Refused(f"{decision.by} has acted on this decision since you opened the page. Nothing was changed.")
    if not reason.strip():
        raise Refused("Say what has to be looked at again.", "reason")
    LineDecision.objects.create(
        line=line,
        proposal_id=proposal_id,
        step=LineDecision.Step.SENT_BACK,
        approved=decision.approved,
        reason=reason.strip(),
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor, kind=events.DECISION_SENT_BACK, subject=line, about=line.application_id, reason=reason.strip()
    )
