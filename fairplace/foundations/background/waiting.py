"""How much work waits, for those who watch the system."""

from django.db import connection


def jobs_waiting() -> int:
    """Jobs that are due or being retried."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        (count,) = cursor.fetchone()
    return int(count)
