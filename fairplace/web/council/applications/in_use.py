"""What suspending or removing a place touches, in sentences (A1, A3)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.competitions.queries.line_in_use import line_in_use
from fairplace.web.components.formats import counted


def in_use_sentences(line_id: UUID, council: str) -> list[str]:
    """council: the reader's own, whose awards alone it may read."""
    found = line_in_use(line_id)
    sentences = []
    for row in found.referrals:
        parts = [
            f"{counted(row.open_, 'referral')} that it may still bid for" if row.open_ else "",
            f"{counted(row.deciding, 'referral')} closed and not awarded yet" if row.deciding else "",
        ]
        sentences.append(f"{row.council}: {' and '.join(part for part in parts if part)}.")
    if found.waiting:
        sentences.append(f"{council}: {counted(found.waiting, 'award')} to it that the provider has not accepted yet.")
    if found.placed:
        sentences.append(
            f"{council}: {counted(found.placed, 'placement')} agreed here. They go on under their own agreements."
        )
    return sentences
