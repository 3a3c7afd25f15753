"""Jobs about jobs: what a killed worker left behind is done again; what is long done is cleared away."""

import logging
from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

# A worker shows a sign of life every ten seconds.
SILENT_FOR_SECONDS: Final = 30
MOST_ATTEMPTS: Final = 5
KEEP_DONE_FOR_HOURS: Final = 24 * 14

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */15")
@app.task(
    name="background.retry_stalled_jobs",
    queueing_lock="background.retry_stalled_jobs",
    pass_context=True,
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back in the queue; without this they stay "doing" for ever.

    A job that was under way in several workers when they died is given up, so that it kills no more.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR_SECONDS):
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("Job %s (%s) was given up: its worker died %s times.", job.id, job.task_name, job.attempts)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            logger.warning("Job %s (%s) is tried again: its worker died.", job.id, job.task_name)
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="background.clear_done_jobs", queueing_lock="background.clear_done_jobs", pass_context=True)
async def clear_done_jobs(context: JobContext, timestamp: int) -> None:
    """Take jobs away that were done a fortnight ago. Failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_DONE_FOR_HOURS)
