"""What a pack of each level shows of the record; the rest of it is there as leaves alone (T4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.competitions import events as competitions
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations.kernel.event_leaf import EventRow

_FOR_EVERY_BIDDER = frozenset({competitions.CLOSING_MOVED})
_NEVER_FOR_BIDDERS = frozenset({competitions.STATEMENT_MARKED})
"""One evaluator's own mark: a bidder has the agreed one, with its reason."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a pack is. Of a bidder: its organisation, and what is its own (bid, invitation, letters)."""

    level: Level
    provider_id: UUID | None = None
    own: Collection[UUID] = ()


def shows(reader: Reader, event: EventRow, releases: Collection[UUID]) -> bool:
    """Whether the event stands in the pack with all that is in it."""
    if event.subject_id in releases:
        return True
    if reader.level is Level.TRIBUNAL:
        return True
    if reader.level is Level.PUBLIC or event.kind in _NEVER_FOR_BIDDERS:
        return False
    named = {event.payload.get("provider_id"), event.payload.get("bid_id")}
    return (
        event.kind in _FOR_EVERY_BIDDER
        or event.organisation_id == reader.provider_id
        or event.subject_id in reader.own
        or bool(named & {str(one) for one in (reader.provider_id, *reader.own)})
    )
