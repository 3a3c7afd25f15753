"""Declare the grounds for exclusion one by one: an event, its correction, its removal; or that none applies (Q4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.rules.grounds import NONE, Event, events_in, read_grounds
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def declare_ground(*, actor: Actor, application_id: UUID, question: str, event: Event, at: datetime) -> None:
    """Adds the event, or replaces the one with its id. Half an event is kept: what is missing is said as left to do."""
    application = lock_draft(actor, application_id)
    if event.ground not in {ground.code for ground in grounds_of(the_system().regime)}:
        raise NotThere
    if event.on is not None and event.on > at.astimezone(LONDON).date():
        raise Refused("The date must be today or in the past.", "on")
    before = events_in(application.answers.get(question, {}))
    if any(one.id == event.id for one in before):
        declared = [event if one.id == event.id else one for one in before]
    else:
        declared = [*before, event]
    _write(actor, application, question, {"events": [one.as_answer() for one in declared]})


@transaction.atomic
def take_back_ground(*, actor: Actor, application_id: UUID, question: str, event_id: str, at: datetime) -> None:
    """Removes one event; without any the question is open again."""
    application = lock_draft(actor, application_id)
    left = [one.as_answer() for one in events_in(application.answers.get(question, {})) if one.id != event_id]
    _write(actor, application, question, {"events": left})


@transaction.atomic
def declare_no_ground(*, actor: Actor, application_id: UUID, question: str, at: datetime) -> None:
    """None applies. Refused while an event is declared, so that no tap loses what was written."""
    application = lock_draft(actor, application_id)
    if events_in(application.answers.get(question, {})):
        raise Refused("Remove what you told us about each ground first, if none applies.")
    _write(actor, application, question, {"applies": NONE})


def _write(actor: Actor, application: Application, question: str, answer: dict[str, object]) -> None:
    application.answers = {**application.answers, question: read_grounds(answer)}
    application.save(update_fields=["answers"])
    audit.record(
        actor=actor,
        kind=events.APPLICATION_ANSWERED,
        subject=application,
        about=application,
        questions=[question],
    )
