"""The one clock: `fairplace_now()` in the database.

Actions get the time as an argument; the page door and the job wrapper read it here, and whatever the
database must decide (is a bid in time?) asks the same function in SQL. Only the demo may shift it, after its
set-up has granted that to the application role; `shift_by` fails everywhere else.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import DateTimeField, Func


class Now(Func):
    """The clock as an SQL expression, for filters and `db_default`. It moves during a transaction."""

    function = "fairplace_now"
    arity = 0
    output_field = DateTimeField()


def now() -> datetime:
    """The time by the database's clock, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fairplace_now()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def shift() -> timedelta:
    """How far the clock is ahead of the true time: nothing outside the demo."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shift FROM fairplace_clock")
        (ahead,) = cursor.fetchone()
    assert isinstance(ahead, timedelta)
    return ahead


def is_true() -> bool:
    """Whether the clock shows the true time: neither shifted nor stopped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shift = '0' AND frozen_at IS NULL FROM fairplace_clock")
        (true,) = cursor.fetchone()
    return bool(true)


def shift_by(ahead: timedelta) -> None:
    """Move the clock on (demo only). The clock never goes back: raises a database error below nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fairplace_shift_clock(make_interval(secs => %s))", [ahead.total_seconds()])


def allow_shifting() -> None:
    """Let the application role shift the clock. For the demo's set-up, connected as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("GRANT EXECUTE ON FUNCTION fairplace_shift_clock(interval) TO fairplace_app")
