"""Correct a declaration on grounds for exclusion after sending (Q4): on the record, and seen by the lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import OPEN
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Application, GroundCorrection, Line, LineDecision
from fairplace.dps.qualification.permissions import check_may_apply, person_of
from fairplace.dps.qualification.queries.decisions import last_decisions
from fairplace.dps.qualification.rules.grounds import NONE, Event, event_faults, events_in, read_grounds
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def correct_declaration(
    *,
    actor: Actor,
    application_id: UUID,
    question: str,
    event_id: str = "",
    event: Event | None = None,
    because: str,
    at: datetime,
) -> None:
    """event_id: what was declared and is wrong; event: what is declared instead. One of them alone takes an event
    back, or adds one.

    What was sent stays. A judgement of what is corrected counts no more, and a decision that waits is sent back.
    Refused once everything is decided: a decision stands on what was known, and is looked at again in other ways.
    """
    check_may_apply(actor)
    application = Application.objects.select_for_update().filter(id=application_id).first()
    if application is None or application.submitted_at is None:
        raise NotThere
    check_may_apply(actor, application.provider_id)
    answer = application.answers.get(question)
    if answer is None or not ("events" in answer or answer.get("applies") == NONE):
        raise NotThere
    lines = list(Line.objects.select_for_update().filter(application=application, state__in=OPEN).order_by("id"))
    if not lines:
        raise Refused("Everything in this application has been decided. Write to the lead authority.")
    declared = events_in(answer)
    before = next((one for one in declared if one.id == event_id), None)
    if (event_id and before is None) or (before is None and event is None):
        raise NotThere
    if event is not None:
        _check_whole(event, at)
        event = replace(event, id=str(new_id()))  # what was judged of the old one was not judged of this
    if not because.strip():
        raise Refused("Say what was wrong, and how it came about.", "because")
    left = [one for one in declared if one is not before] + ([event] if event else [])
    answers = {"events": [one.as_answer() for one in left]} if left else {"applies": NONE}
    application.answers = {**application.answers, question: read_grounds(answers)}
    application.save(update_fields=["answers"])
    correction = GroundCorrection.objects.create(
        application=application,
        question=question,
        before=_stored(before),
        after=_stored(event),
        because=because.strip(),
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.DECLARATION_CORRECTED,
        subject=correction,
        about=application,
        grounds=sorted({one.ground for one in (before, event) if one}),
    )
    _send_back(actor, lines, at)
    tell_people(
        cause=f"declaration-corrected:{correction.id}",
        organisation_id=the_system().lead_id,
        roles=(Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER),
        subject=f"Application {application.reference}: a declaration was corrected",
        sentence=f"{actor.organisation_name} has corrected what it declared on grounds for exclusion. Judge it again.",
        path=f"/council/applications/{application.id}/",
    )


def _check_whole(event: Event, at: datetime) -> None:
    today = at.astimezone(LONDON).date()
    ground = next((one for one in grounds_of(the_system().regime) if one.code == event.ground), None)
    if ground is None:
        raise NotThere
    if event.on is not None and event.on > today:
        raise Refused("The date must be today or in the past.", "on")
    if faults := event_faults(event, ground, today):
        raise Refused(f"Tell us {' and '.join(faults)}.")


def _stored(event: Event | None) -> Mapping[str, Any]:
    return event.as_answer() if event else {}


def _send_back(actor: Actor, lines: list[Line], at: datetime) -> None:
    """Proposed or held decisions rest on what is no longer declared: they are looked at again."""
    waiting = {key: row for key, row in last_decisions(line.id for line in lines).items() if row.is_closed_to_changes}
    LineDecision.objects.bulk_create(
        LineDecision(
            line_id=line_id,
            proposal_id=row.proposal_id,
            step=LineDecision.Step.SENT_BACK,
            approved=row.approved,
            reason="The provider has corrected what it declared about grounds for exclusion.",
            by_id=person_of(actor),
            at=at,
        )
        for line_id, row in waiting.items()
    )
    for line in lines:
        if line.id in waiting:
            audit.record(
                actor=actor, kind=events.DECISION_SENT_BACK, subject=line, about=line.application_id, reason="corrected"
            )
