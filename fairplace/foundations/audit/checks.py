"""What must hold before the system serves: a true clock, a proper vocabulary."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from fairplace.foundations.audit import clock, vocabulary


@register(Tags.database)
def clock_is_true(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Outside the demo the clock may be neither shifted nor stopped: deadlines are decided by it."""
    if not databases or getattr(settings, "DEMO", False):
        return []
    try:
        true = clock.is_true()
    except DatabaseError:  # before the first migration there is no clock
        return []
    if true:
        return []
    return [Error("The database's clock is shifted or stopped, which only the demo may do.", id="audit.E001")]


@register()
def kinds_are_well_formed(**_: Any) -> list[CheckMessage]:
    """Every kind of event is `area.noun_past`, declared in the events.py of that area, once."""
    return [Error(problem, id="audit.E002") for problem in vocabulary.problems()]
