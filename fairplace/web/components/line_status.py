"""How the state of a line is shown, to both sides."""

from __future__ import annotations

from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.web.components.rows import Status, Tone

_TONES: dict[LineStanding, Tone] = {
    LineStanding.DRAFT: "quiet",
    LineStanding.APPLIED: "waiting",
    LineStanding.ASSESSING: "waiting",
    LineStanding.CLARIFICATION: "active",
    LineStanding.APPROVED: "active",
    LineStanding.ACCREDITED: "good",
    LineStanding.SUSPENDED: "warning",
    LineStanding.REFUSED: "bad",
}


def line_status(standing: LineStanding) -> Status:
    """The word for the state, and its tone."""
    return Status(standing.label, _TONES.get(standing, "quiet"))
