"""Who did what, when, to what: the clock, the acting transaction and the append-only events (issue part 3).

Nothing here imports the models, so everything may be imported from this package at any time.
"""

from fairplace.foundations.audit import clock
from fairplace.foundations.audit.acting import only_look_on, over_all_organisations, transaction_as
from fairplace.foundations.audit.recording import (
    Reaction,
    RecordedEvent,
    Subject,
    read_recorded,
    record,
)
from fairplace.foundations.audit.timeline import TimelineRow, timeline
from fairplace.foundations.audit.vocabulary import UndeclaredKind

__all__ = [
    "Reaction",
    "RecordedEvent",
    "Subject",
    "TimelineRow",
    "UndeclaredKind",
    "clock",
    "only_look_on",
    "over_all_organisations",
    "read_recorded",
    "record",
    "timeline",
    "transaction_as",
]
