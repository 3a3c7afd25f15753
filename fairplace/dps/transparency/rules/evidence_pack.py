"""What an evidence pack is made of (T4): one zip for one referral, which anybody with the log's key can check.

    manifest.json    level, referral, and the SHA-256 of every file but these three
    checkpoint       the signed head of the log that everything is proved against
    proofs.json      the event that commits to the manifest; where each leaf stands, with its proof; the tree

The event that commits to the manifest is in the log itself: whoever alters a file, and the manifest with it, still has
to alter the log. A pack never holds a key or a program: what judges it comes from elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from fairplace.foundations.kernel.event_leaf import Json, canonical_digest

FORMAT: Final = "fairplace-evidence-pack"
VERSION: Final = 1
MANIFEST, CHECKPOINT, PROOFS = "manifest.json", "checkpoint", "proofs.json"
EVENTS, RECORD, RESULT, BIDS = "events.json", "evaluation-record.json", "result.json", "bids.json"
MARKS, LETTERS, RELEASES, REPORT = "marks.json", "letters.json", "releases.json", "report.pdf"
UNLISTED = frozenset({MANIFEST, CHECKPOINT, PROOFS})
"""Files that the manifest cannot list: they are made after it."""

PACK_MADE: Final = "transparency.pack_made"
"""The kind of the event that commits to a manifest; also in events.py."""


class Level(StrEnum):
    """How much a pack shows."""

    TRIBUNAL = "tribunal"
    BIDDER = "bidder"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Level.TRIBUNAL: "Tribunal: all of it, without the child's identity",
    Level.BIDDER: "Bidder: its own bid, marks and letter; of the others, only commitments",
    Level.PUBLIC: "Public: what is published",
}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of_json(value: Json) -> str:
    """Of the value, however it is spaced or ordered where it is written."""
    return canonical_digest(value)


def manifest(files: Mapping[str, bytes], *, level: Level, reference: str, referral_id: str, made_at: str) -> Json:
    """The manifest of these files."""
    listed: dict[str, Any] = {name: digest(content) for name, content in sorted(files.items())}
    return {
        "format": FORMAT,
        "version": VERSION,
        "level": level.value,
        "referral": referral_id,
        "reference": reference,
        "made_at": made_at,
        "files": listed,
    }
