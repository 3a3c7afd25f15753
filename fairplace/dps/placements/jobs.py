"""The clocks of places that were named and asked (R10), and of premiums (C8)."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from fairplace.dps.placements.actions.premium import remind_of_premium
from fairplace.dps.placements.actions.remind_place import remind_place
from fairplace.dps.placements.queries.consultations import consultations_waiting
from fairplace.dps.placements.rules.premium import REMINDED
from fairplace.dps.referrals.queries.incentive import incentives_with_day
from fairplace.foundations.audit import clock
from fairplace.foundations.background import run_as
from fairplace.foundations.kernel.working_days import LONDON


@app.periodic(cron="*/10 * * * *")
@app.task(name="placements.remind_named_places", queueing_lock="placements.remind_named_places")
def remind_named_places(timestamp: int) -> None:
    """Each in a transaction of its own, for the council that asked."""
    with run_as(None):
        waiting = consultations_waiting()
    for consultation_id, council_id in waiting:
        with run_as(council_id) as (actor, now):
            remind_place(actor=actor, consultation_id=consultation_id, at=now)


@app.periodic(cron="20 7 * * *")
@app.task(name="placements.remind_of_premiums", queueing_lock="placements.remind_of_premiums")
def remind_of_premiums(timestamp: int) -> None:
    """Every morning; what was told before is not told again, so a day that was missed is made good for a week."""
    today = clock.now().astimezone(LONDON).date()
    last = today + timedelta(days=max(REMINDED))
    with run_as(None):
        due = incentives_with_day(today - timedelta(days=7), last)
    for referral_id, council_id in due:
        with run_as(council_id) as (actor, now):
            remind_of_premium(actor=actor, referral_id=referral_id, at=now)
