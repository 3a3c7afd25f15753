"""Whether jobs are being done, for those who watch the system."""

from django.db import connection

# Real time, not fairplace_now(): a demo that shifts its clock still has a living worker.
_MOVING = """
    SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds')
        OR NOT EXISTS (SELECT FROM procrastinate_jobs
                       WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now()))
"""


def jobs_are_moving() -> bool:
    """False when jobs are due and no worker has shown a sign of life for a minute."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVING)
        (moving,) = cursor.fetchone()
    return bool(moving)
