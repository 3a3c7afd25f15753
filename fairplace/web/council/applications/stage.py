"""How a line stands for the desk: what the provider is not told yet is part of it."""

from __future__ import annotations

from fairplace.dps.qualification.queries.decisions import DecisionRow
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.web.components.line_status import line_status
from fairplace.web.components.rows import Status


def desk_status(standing: LineStanding, decision: DecisionRow | None) -> Status:
    """A decision that is proposed or held, else the state of the line."""
    if standing in UNDECIDED and decision is not None and decision.is_closed_to_changes:
        return Status("Held for its round", "waiting") if decision.is_held else Status("To release", "active")
    return line_status(standing)
