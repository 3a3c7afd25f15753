"""When everything was last copied, and when a copy was last put back whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fairplace.dps.custody import events
from fairplace.dps.custody.rules.copies import BACKUP_EVERY, COPIES, TEST_EVERY, is_late
from fairplace.foundations.audit import TimelineRow, timeline
from fairplace.foundations.kernel.event_leaf import Json


@dataclass(frozen=True, slots=True)
class Copies:
    """None: it never happened. The mappings are the payloads of the events."""

    backup_at: datetime | None
    backup: Mapping[str, Json]
    backup_late: bool
    tested_at: datetime | None
    tested: Mapping[str, Json]
    test_late: bool

    @property
    def tested_backup_at(self) -> datetime | None:
        """When the backup that came back was made."""
        return datetime.fromisoformat(str(self.tested["made_at"])) if self.tested else None


def copies(at: datetime) -> Copies:
    """The last backup and the last restore, in a test or in earnest."""
    rows = timeline(about=COPIES)
    backup = _last(rows, events.BACKUP_MADE)
    tested = _last(rows, events.RESTORE_TESTED, events.BACKUP_RESTORED)
    return Copies(
        backup_at=backup.at if backup else None,
        backup=backup.payload if backup else {},
        backup_late=is_late(at - backup.at if backup else None, BACKUP_EVERY),
        tested_at=tested.at if tested else None,
        tested=tested.payload if tested else {},
        test_late=is_late(at - tested.at if tested else None, TEST_EVERY),
    )


def _last(rows: list[TimelineRow], *kinds: str) -> TimelineRow | None:
    return next((row for row in reversed(rows) if row.kind in kinds), None)
