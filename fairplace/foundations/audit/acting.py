"""The transaction in which somebody acts.

Row-level security asks `current_setting('fairplace.organisation', true)`. The setting lives only as long as
the transaction it was made in, so the door that opens the transaction makes it there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from fairplace.foundations.kernel.actor import Actor

# The inner query is fenced so that the settings of an outer actor are read before they are changed.
_ENTER = """
    SELECT fairplace_now(), before.organisation, before.person,
           set_config('fairplace.organisation', %s, true), set_config('fairplace.person', %s, true)
    FROM (SELECT coalesce(current_setting('fairplace.organisation', true), '') AS organisation,
                 coalesce(current_setting('fairplace.person', true), '') AS person OFFSET 0) AS before
"""
_LEAVE = "SELECT set_config('fairplace.organisation', %s, true), set_config('fairplace.person', %s, true)"


@contextmanager
def transaction_as(actor: Actor) -> Iterator[datetime]:
    """Open a transaction (or a savepoint) in which the database shows what this actor's organisation may see,
    and hand out the time by the database's clock. At its end an outer actor is as before.
    """
    with transaction.atomic():
        nested = len(connection.savepoint_ids) > 0
        with connection.cursor() as cursor:
            cursor.execute(_ENTER, [str(actor.organisation_id or ""), str(actor.person_id or "")])
            now, organisation, person, _, _ = cursor.fetchone()
        yield now
        # After an error the rollback to the savepoint puts the settings back by itself.
        if nested and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_LEAVE, [organisation, person])
