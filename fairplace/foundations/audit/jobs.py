"""The job that seals events into the log, every second, and publishes a head where one is due; and one that forgets."""

from typing import Final

from django.db import connection
from procrastinate.contrib.django import app

from fairplace.foundations.audit import publishing, refusals, sealing

SEAL: Final = "audit.seal_events"
FORGET_EVERY: Final = 60  # seconds
# It runs too often for its own traces to be kept for a fortnight, as those of other jobs are.
_FORGET = "DELETE FROM procrastinate_jobs WHERE task_name = %s AND status = 'succeeded'"


@app.periodic(cron="* * * * * *")
@app.task(name=SEAL, queueing_lock=SEAL)
def seal_events(timestamp: int) -> None:
    """Give what was committed its place in the log, sign the new head, and publish it where that is due."""
    sealing.seal_events()
    publishing.publish_head()
    if timestamp % FORGET_EVERY == 0:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [SEAL])


@app.periodic(cron="53 3 * * *")
@app.task(name="audit.forget_old_refusals", queueing_lock="audit.forget_old_refusals")
def forget_old_refusals(timestamp: int) -> None:
    """Three months after they were counted."""
    refusals.forget_old_refusals()
