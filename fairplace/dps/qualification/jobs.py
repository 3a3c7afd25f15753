"""What comes round by itself: reminders of terms to accept, and lines whose notice takes effect."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from fairplace.dps.qualification.actions.ask_for_acceptance import remind_of_terms
from fairplace.dps.qualification.actions.leave_line import leave_line
from fairplace.dps.qualification.queries.leaving import lines_due_to_leave
from fairplace.foundations.background import run_as
from fairplace.foundations.kernel.refused import NotThere, Refused

logger = logging.getLogger(__name__)


@app.periodic(cron="23 6 * * *")
@app.task(name="qualification.remind_of_terms", queueing_lock="qualification.remind_of_terms")
def remind(timestamp: int) -> None:
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
