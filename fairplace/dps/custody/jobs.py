"""What custody does by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from fairplace.dps.custody.actions.turn_keys import turn_keys
from fairplace.foundations.encryption import keyring
from fairplace.foundations.kernel.actor import SYSTEM

BATCHES = 40
"""In one job: a worker that is told to stop waits for a job to end."""


@app.periodic(cron="23 * * * *")
@app.task(name="custody.turn_keys", queueing_lock="custody.turn_keys")
def turn_keys_over(timestamp: int) -> None:
    """Every hour, what is still sealed with an older key is sealed anew: nothing at all while there is one key."""
    if len(keyring().keys) > 1:
        turned = turn_keys(actor=SYSTEM, most=BATCHES)
        if turned.values or turned.documents:
            app.configure_task("custody.turn_keys").defer(timestamp=timestamp)
