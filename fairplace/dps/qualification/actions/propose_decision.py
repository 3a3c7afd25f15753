"""One person of the lead authority proposes to approve or refuse a line; another releases it (four eyes, Q11)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Line, LineDecision
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.queries.decisions import lacks_of, last_decision
from fairplace.dps.qualification.queries.line_row import LineRow, line_row
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.dps.qualification.rules.readiness import in_words
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
def propose_decision(*, actor: Actor, line_id: UUID, approved: bool, reason: str, at: datetime) -> UUID:
    """Returns the proposal. Refused with what is missing; of two people at once the second is told about the first."""
    check_may_assess(actor)
    line = lock_line(line_id)
    check_undecided(line)
    before = last_decision(line_id)
    if before is not None and before.is_closed_to_changes:
        word = "approve" if before.approved else "refuse"
        raise Refused(f"{before.proposed_by} has already proposed to {word} this line. Nothing was changed.")
    check_ready(line, approved)
    if not approved and not reason.strip():
        raise Refused("Say why, and what the provider can do to join later.", "reason")
    proposal = LineDecision.objects.create(
        line=line,
        step=LineDecision.Step.PROPOSED,
        approved=approved,
        reason=reason.strip(),
        by_id=person_of(actor),
        at=at,
    )
    audit.record(actor=actor, kind=events.DECISION_PROPOSED, subject=line, about=line.application_id, approved=approved)
    tell_people(
        cause=f"decision-proposed:{proposal.id}",
        organisation_id=the_system().lead_id,
        roles=(Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER),
        subject="A decision on an application waits for a second person",
        sentence=f"{actor.name} has proposed a decision. Somebody else releases it, or sends it back.",
        path=f"/council/applications/lines/{line.id}/release/",
    )
    return proposal.id


def check_undecided(line: Line) -> None:
    """NotThere for a draft; Refused, naming who was first, when the line is decided, and when it is withdrawn."""
    standing = LineStanding(line.state)
    if standing is LineStanding.DRAFT:
        raise NotThere
    if standing in DECIDED:
        last = last_decision(line.id)
        who = last.by if last else "Somebody else"
        raise Refused(f"{who} has already {DECIDED[standing]} this line. Nothing was changed.")
    if standing not in UNDECIDED:
        raise Refused(f"This line is now “{standing.label}”, so there is nothing to decide.")


def check_ready(line: Line, approved: bool) -> LineRow:
    """Refused with the first things that stand in the way."""
    row = line_row(line.id)
    assert row is not None
    lacks = lacks_of(row, approved)
    if lacks:
        raise Refused(f"It cannot be {'approved' if approved else 'refused'} yet: {in_words(lacks)}.", "approved")
    return row
