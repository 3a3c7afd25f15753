"""The one table of reactions: an earlier fact -> what later areas do about it, in the same transaction.

No signals. A reaction is a callable `(*, actor, event)`; `audit.record` runs it after inserting the event.
"""

from __future__ import annotations

from fairplace.foundations.audit import Reaction

REACTIONS: dict[str, tuple[Reaction, ...]] = {}
