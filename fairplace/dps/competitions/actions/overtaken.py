"""The closing time may come between an action's own look at the clock and the database's, as the row is written.

    with refused_if_overtaken(too_late()):
        Slot.objects.filter(id=slot_id).update(…)

The walls of slots, questions and answers, and the trigger of the closing time itself, ask the clock once more. Whoever
they stop came too late by a moment, and is told what one is told who came too late by a day (C2, R7, R9).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, ProgrammingError
from psycopg.errors import InsufficientPrivilege, RestrictViolation

from fairplace.foundations.kernel.refused import Refused


@contextmanager
def refused_if_overtaken(sentence: str, field: str | None = None) -> Iterator[None]:
    """Around that one write, when the action has looked at the clock, holds the competition's lock and has found that
    all else is right: then nothing but the time is left for the wall to stop. Raises Refused with the sentence; the
    transaction of the action is undone with it."""
    try:
        yield
    except (IntegrityError, ProgrammingError) as error:
        if not isinstance(error.__cause__, (InsufficientPrivilege, RestrictViolation)):
            raise
        raise Refused(sentence, field) from error
