"""What still waits for one person, so that nobody leaves with it (X1, C2)."""

from __future__ import annotations

from dataclasses import dataclass

from fairplace.dps.competitions.queries.people import marks_bids_of, opens_bids_of
from fairplace.dps.organisations.queries.colleagues import Colleague
from fairplace.dps.qualification.queries.evaluators import undecided_lines_of


@dataclass(frozen=True, slots=True)
class Waits:
    """How many competitions to open and to mark, and application lines to assess."""

    opens: int
    marks: int
    assesses: int


def waits_for(row: Colleague) -> Waits:
    return Waits(opens_bids_of(row.id), marks_bids_of(row.id), undecided_lines_of(row.id))
