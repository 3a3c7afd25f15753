"""A decision letter, as either side reads it."""

from __future__ import annotations

from typing import Any

from fairplace.dps.qualification.queries.decision_letters import LetterRow
from fairplace.web.components.rows import Fact, Status


def letter_page(row: LetterRow, *, back: str, document: str) -> dict[str, Any]:
    """What web/components/agreements/decision_letter.jinja draws. back, document: addresses of this side."""
    letter = row.letter
    return {
        "row": row,
        "letter": letter,
        "back": back,
        "document": document,
        "facts": [Fact(name, value) for name, value in letter.facts],
        "status": Status("Approved", "good") if letter.approved else Status("Not admitted", "bad"),
        "tones": {"Passed": "good", "Failed": "bad"},
    }
