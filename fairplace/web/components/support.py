"""One access of those who run Fairplace, as its organisation and they themselves see it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.organisations.queries.support import AccessRow
from fairplace.web.components.formats import moment
from fairplace.web.components.rows import Fact


@dataclass(frozen=True, slots=True)
class AccessShown:
    id: UUID
    title: str
    live: bool
    facts: tuple[Fact, ...]
    pages: tuple[tuple[str, str], ...]


def access_shown(row: AccessRow) -> AccessShown:
    """pages: address, and when it was read."""
    if row.live:
        until = f"{moment(row.ends_at)}, unless it is ended before"
    elif row.ended_at is not None:
        until = f"{moment(row.ended_at)}, ended by {row.ended_by}"
    else:
        until = f"{moment(row.ends_at)}, when its time was up"
    return AccessShown(
        id=row.id,
        title=f"{row.who}, {row.organisation}",
        live=row.live,
        facts=(
            Fact("From", moment(row.begins_at)),
            Fact("Until", until),
            Fact("Reason given", row.reason),
            Fact("Pages opened", str(len(row.pages))),
        ),
        pages=tuple((address, moment(at)) for address, at in row.pages),
    )
