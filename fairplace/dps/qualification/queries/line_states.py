"""How lines stand at this moment: later areas ask before they count a bid (A3)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.rules.lifecycle import LineStanding


def line_states(line_ids: Iterable[UUID]) -> dict[UUID, LineStanding]:
    """The state of each of these lines."""
    found = Line.objects.filter(id__in=list(line_ids)).values_list("id", "state")
    return {line_id: LineStanding(state) for line_id, state in found}
