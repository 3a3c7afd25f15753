"""The transaction in which somebody acts.

Row-level security asks `current_setting('fairplace.organisation', true)`. The setting lives only as long as
the transaction it was made in, so the door that opens the transaction makes it there. `fairplace.reach` is empty but
where the system works for all organisations at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from fairplace.foundations.kernel.actor import Actor

# The inner query is fenced so that the settings of an outer actor are read before they are changed.
_ENTER = """
    SELECT fairplace_now(), before.organisation, before.person, before.reach,
           set_config('fairplace.organisation', %s, true), set_config('fairplace.person', %s, true),
           set_config('fairplace.reach', %s, true)
    FROM (SELECT coalesce(current_setting('fairplace.organisation', true), '') AS organisation,
                 coalesce(current_setting('fairplace.person', true), '') AS person,
                 coalesce(current_setting('fairplace.reach', true), '') AS reach OFFSET 0) AS before
"""
_LEAVE = """
    SELECT set_config('fairplace.organisation', %s, true), set_config('fairplace.person', %s, true),
           set_config('fairplace.reach', %s, true)
"""
_REACH = (
    "SELECT coalesce(current_setting('fairplace.reach', true), ''), set_config('fairplace.reach', 'everyone', true)"
)


@contextmanager
def transaction_as(actor: Actor, *, everyone: bool = False) -> Iterator[datetime]:
    """Open a transaction (or a savepoint) in which the database shows what this actor's organisation may see,
    and hand out the time by the database's clock. At its end an outer actor is as before.

    everyone: a job that works for no organisation reaches what belongs to any of them; never a child or a sealed bid.
    """
    with transaction.atomic():
        nested = len(connection.savepoint_ids) > 0
        with connection.cursor() as cursor:
            reach = "work" if everyone else ""
            cursor.execute(_ENTER, [str(actor.organisation_id or ""), str(actor.person_id or ""), reach])
            now, *before = cursor.fetchone()[:4]
        yield now
        # After an error the rollback to the savepoint puts the settings back by itself.
        if nested and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_LEAVE, before)


def only_look_on() -> None:
    """From here to its end this transaction changes nothing, and sees no child and no sealed bid (X1)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fairplace.borrowed', 'on', true)")
        cursor.execute("SET LOCAL transaction_read_only = on")


@contextmanager
def over_all_organisations() -> Iterator[None]:
    """Inside, the database also shows what belongs to other organisations; never a child or a sealed bid.

    For sums in which nobody's row is told, and for finding whose something is. Each use says which of the two.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_REACH)
            before, _ = cursor.fetchone()
        yield
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('fairplace.reach', %s, true)", [before])
