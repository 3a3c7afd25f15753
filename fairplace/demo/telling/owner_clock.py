"""The database's clock in the hand of its owner, while the demo's past is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg


class OwnerClock:
    """Stops the clock at moments of the past. The application cannot: only the owner role may write the clock."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self._connection = connection

    def stop_at(self, moment: datetime) -> None:
        """Seen by every statement that begins after this."""
        self._connection.execute("UPDATE fairplace_clock SET frozen_at = %s", [moment])

    def run_truly(self) -> None:
        """The true time again, with no shift."""
        self._connection.execute("UPDATE fairplace_clock SET frozen_at = NULL, shift = '0'")

    def let_visitors_move_it(self) -> None:
        """A visitor of the demo reaches the next stage without waiting days; nowhere else is this granted."""
        self._connection.execute("GRANT EXECUTE ON FUNCTION fairplace_shift_clock(interval) TO fairplace_app")


@contextmanager
def owner_clock(owner_url: str) -> Iterator[OwnerClock]:
    """The clock runs truly afterwards, whatever happens."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        clock = OwnerClock(connection)
        try:
            yield clock
        finally:
            clock.run_truly()
