"""What comes round by itself: reminders of terms, lines whose notice takes effect; and letters of a released round."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.qualification.actions.ask_for_acceptance import remind_of_terms
from fairplace.dps.qualification.actions.leave_line import leave_line
from fairplace.dps.qualification.actions.rounds import carry_out_round
from fairplace.dps.qualification.queries.leaving import lines_due_to_leave
from fairplace.foundations.audit import RecordedEvent, transaction_as
from fairplace.foundations.background import run_as
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

logger = logging.getLogger(__name__)


@app.periodic(cron="23 6 * * *")
@app.task(name="qualification.remind_providers_of_terms", queueing_lock="qualification.remind_providers_of_terms")
def remind_providers_of_terms(timestamp: int) -> None:
    """Every morning; each step is sent once, whatever is repeated or missed."""
    with run_as(None) as (actor, now):
        try:
            remind_of_terms(actor=actor, at=now)
        except NotThere:
            logger.info("No system is established yet.")


@app.periodic(cron="2 * * * *")
@app.task(name="qualification.leave_due_lines", queueing_lock="qualification.leave_due_lines")
def leave_due_lines(timestamp: int) -> None:
    """Each in a transaction of its own: one that was changed meanwhile holds up no other."""
    with run_as(None) as (_, now):
        due = lines_due_to_leave(now)
    for line_id in due:
        try:
            with run_as(None) as (actor, now):
                leave_line(actor=actor, line_id=line_id, at=now)
        except Refused as refused:
            logger.info("Line %s was left alone: %s", line_id, refused)


@app.task(name="qualification.carry_out_released_round")
def carry_out_released_round(round_id: str, person_id: str) -> None:
    """All letters of a round together, or none: begun again when a worker dies (Q13)."""
    actor = actor_of(UUID(person_id))
    if actor is None:
        raise LookupError(f"Who released round {round_id} is gone.")
    with transaction_as(actor) as now:
        carry_out_round(actor=actor, round_id=UUID(round_id), at=now)


def when_round_released(*, actor: Actor, event: RecordedEvent) -> None:
    """The reaction: three hundred letters are not written while somebody waits for a page."""
    carry_out_released_round.defer(round_id=str(event.subject_id), person_id=str(event.payload["person_id"]))
