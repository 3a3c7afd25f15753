"""Which heads the public sees: not each one, or the record's size would tell when somebody saved something at night.

A head is signed every second; anybody who asked for it again and again would learn the moment of each event. So a head
is published once enough others have mingled with any one event. Whoever needs a head now publishes it (each morning's
letters to councils); a pack has the head of its own making.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

FEWEST: Final = 64
"""New events between two published heads, at least."""
APART: Final = timedelta(minutes=15)
"""Between two published heads, at least."""

_STATE = """
    SELECT h.size, clock_timestamp(), p.size, p.published_at
    FROM (SELECT size FROM audit_head ORDER BY size DESC LIMIT 1) h
    LEFT JOIN (SELECT size, published_at FROM audit_publishedhead ORDER BY size DESC LIMIT 1) p ON true
"""
_PUBLISH = """
    INSERT INTO audit_publishedhead (size, published_at) VALUES (%s, clock_timestamp()) ON CONFLICT DO NOTHING
"""


def is_due(new: int, since: timedelta) -> bool:
    """Whether a head with so many events more than the last published one, so long after it, is published."""
    return new >= FEWEST and since >= APART


def publish_head(due: Callable[[int, timedelta], bool] = is_due) -> bool:
    """Publish the newest head where that is due, and the very first one at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STATE)
        found: tuple[int, datetime, int | None, datetime] | None = cursor.fetchone()
        if found is None:
            return False
        size, now, published, at = found
        if published is not None and (size == published or not due(size - published, now - at)):
            return False
        cursor.execute(_PUBLISH, [size])
        return True


def publish_head_now() -> bool:
    """The newest head, whatever has mingled in it."""
    return publish_head(lambda new, since: True)
