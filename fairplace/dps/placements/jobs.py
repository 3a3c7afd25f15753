"""The clock of places that were named and asked (R10)."""

from __future__ import annotations

from procrastinate.contrib.django import app

from fairplace.dps.placements.actions.remind_place import remind_place
from fairplace.dps.placements.queries.consultations import consultations_waiting
from fairplace.foundations.background import run_as


@app.periodic(cron="*/10 * * * *")
@app.task(name="placements.remind_named_places", queueing_lock="placements.remind_named_places")
def remind_named_places(timestamp: int) -> None:
    """Each in a transaction of its own, for the council that asked."""
    for consultation_id, council_id in consultations_waiting():
        with run_as(council_id) as (actor, now):
            remind_place(actor=actor, consultation_id=consultation_id, at=now)
