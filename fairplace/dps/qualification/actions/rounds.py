"""The first round of a category: joined when an application is sent, released together (Q13, Q14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.entry import Entry
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.carry_out_decision import carry_out_decision
from fairplace.dps.qualification.actions.own_application import lock_lines
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import InternalApproval, Line, Round
from fairplace.dps.qualification.permissions import (
    check_may_approve_internally,
    check_may_assess,
    evaluating_councils,
    person_of,
)
from fairplace.dps.qualification.queries.decisions import last_decisions
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.dps.qualification.queries.rounds import missing_approvals
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


def join_rounds(lines: Collection[LineRow], now: Mapping[UUID, Entry]) -> date | None:
    """Lines sent in an initial evaluation belong to its round. Returns the last day of the latest, if there is any.

    now: the entry of every category. The caller holds the lines locked. An initial evaluation that was extended
    extends its round.
    """
    last: date | None = None
    for category_id in sorted({line.category_id for line in lines}):
        until = now[category_id].initial_evaluation_until if category_id in now else None
        if until is None:
            continue
        joined, _ = Round.objects.select_for_update().get_or_create(
            category_id=category_id, released_at=None, defaults={"until": until}
        )
        if joined.until != until:
            joined.until = until
            joined.save(update_fields=["until"])
        Line.objects.filter(id__in=[line.id for line in lines if line.category_id == category_id]).update(round=joined)
        last = max(last or until, until)
    return last


@transaction.atomic
def release_round(*, actor: Actor, round_id: UUID, at: datetime) -> None:
    """From the last day of the initial evaluation on, when at least one decision is checked.

    What is not decided by then is decided one by one afterwards. The letters are written by a job, together.
    """
    check_may_assess(actor)
    found = Round.objects.select_for_update().filter(id=round_id).first()
    if found is None:
        raise NotThere
    if found.released_at is not None:
        raise Refused("This round has been released already. Nothing was changed.")
    if at.astimezone(LONDON).date() < found.until:
        raise Refused(
            f"First applications are taken until {found.until:%-d %B %Y}: the round can be released from that day on."
        )
    waiting = Line.objects.filter(round=found, state__in=[one.value for one in UNDECIDED]).values_list("id", flat=True)
    held = [one.line_id for one in last_decisions(waiting).values() if one.is_held]
    if not held:
        raise Refused("No decision of this round has been proposed and checked yet, so there is nothing to release.")
    found.released_at, found.released_by_id = at, person_of(actor)
    found.save(update_fields=["released_at", "released_by"])
    audit.record(
        actor=actor,
        kind=events.ROUND_RELEASED,
        subject=found,
        about=found,
        category_id=found.category_id,
        lines=len(held),
        person_id=person_of(actor),
    )
    for council_id in evaluating_councils():
        tell_people(
            cause=f"round-released:{found.id}:{council_id}",
            organisation_id=council_id,
            roles=(Role.COUNCIL_SIGNATORY, Role.PROCUREMENT_OFFICER),
            subject="The outcome of a round waits for your council's approval",
            sentence="Read the outcome report, and record your council's own decision. Agreements wait for it.",
            path=f"/council/applications/rounds/{found.id}/",
        )


@transaction.atomic
def carry_out_round(*, actor: Actor, round_id: UUID, at: datetime) -> int:
    """Every held decision of a released round, all or none. Returns how many; 0 when it is done already."""
    check_may_assess(actor)
    found = Round.objects.select_for_update().filter(id=round_id).exclude(released_at=None).first()
    if found is None:
        raise NotThere
    open_ones = Line.objects.filter(round=found, state__in=[one.value for one in UNDECIDED])
    lines = lock_lines(open_ones.values_list("id", flat=True))
    decisions = last_decisions(line.id for line in lines)
    held = [line for line in lines if line.id in decisions and decisions[line.id].is_held]
    for line in held:
        if LineStanding(line.state) in UNDECIDED:  # asked again under the lock: a provider may have taken it back
            carry_out_decision(actor, line, decisions[line.id], at)
    return len(held)


@transaction.atomic
def record_internal_approval(
    *,
    actor: Actor,
    round_id: UUID,
    council_id: UUID,
    reference: str,
    approved_by: str,
    approved_on: date,
    at: datetime,
) -> None:
    """reference, approved_by, approved_on: of that authority's own decision. Once for each authority."""
    check_may_approve_internally(actor, council_id)
    if council_id not in evaluating_councils():
        raise NotThere
    found = Round.objects.select_for_update().filter(id=round_id).first()
    if found is None:
        raise NotThere
    if found.released_at is None:
        raise Refused("The round is not released yet: its outcome can be approved once it is.")
    if not reference.strip():
        raise Refused("Enter the reference of your council's decision.", "reference")
    if not approved_by.strip():
        raise Refused("Enter who took the decision.", "approved_by")
    if approved_on > at.astimezone(LONDON).date():
        raise Refused("The day of the decision must be today or in the past.", "approved_on")
    if InternalApproval.objects.filter(round=found, council_id=council_id).exists():
        raise Refused("This council's approval has been recorded already. Nothing was changed.")
    approval = InternalApproval.objects.create(
        round=found,
        council_id=council_id,
        reference=reference.strip(),
        approved_by=approved_by.strip(),
        approved_on=approved_on,
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.INTERNAL_APPROVAL_RECORDED,
        subject=approval,
        about=found,
        council_id=council_id,
        reference=reference.strip(),
    )


def check_internal_approvals(lines: Collection[Line]) -> None:
    """Agreements of a first round are issued when every authority has approved its outcome (Q14)."""
    missing = missing_approvals({line.round_id for line in lines if line.round_id})
    if missing:
        names = [row.name for row in partners() if row.council_id in missing]
        raise Refused(f"These agreements wait for the internal approval of {', '.join(names)}.")
