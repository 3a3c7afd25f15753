"""Every morning: documents that expire are remembered to those who keep them (Q6)."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from fairplace.dps.organisations.actions.remind_of_evidence import remind_of_evidence
from fairplace.dps.organisations.queries.evidence import providers_with_expiring
from fairplace.foundations.background import run_as

logger = logging.getLogger(__name__)


@app.periodic(cron="23 6 * * *")
@app.task(name="organisations.remind_of_evidence", queueing_lock="organisations.remind_of_evidence")
def remind_everyone(timestamp: int) -> None:
    """Each provider in a transaction of its own. Run again on the same day, it sends nothing twice."""
    with run_as(None) as (_, now):
        providers = providers_with_expiring(now)
    for provider_id in providers:
        with run_as(provider_id) as (_, now):
            sent = remind_of_evidence(provider_id=provider_id, at=now)
        logger.info("Reminders for %s: %s", provider_id, sent)
