"""What no page of the table shows by itself: eligibility for a radius, a publication, the scoring of fifty bids.

Runs as a process of its own, in Django, as the application role: python -m benchmarks.acts < seeded > timed (JSON).
Nothing stays: each act is taken back.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from uuid import UUID

import django

TIMES, PUBLICATIONS, INVITED, BIDS = 40, 3, 1_500, 50
MOST_RATIO, MOST_SECONDS, MOST_MILLISECONDS = 2.0, 3.0, 50.0
"""The aims: eligibility against its bare SQL; a publication, and fifty bids, in time of our own process alone."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of eligibility and its bare SQL (medians), their ratio and statements; seconds of a publication with
    so many invitations and letters queued, all of them and those of our process; milliseconds of scoring.
    """

    eligibility: float
    bare: float
    ratio: float
    lines: int
    statements: int
    publication: float
    publication_own: float
    invited: int
    letters: int
    publication_statements: int
    few_statements: int
    scoring: float

    @property
    def eligibility_met(self) -> bool:
        return self.ratio <= MOST_RATIO and self.statements == 1

    @property
    def publication_met(self) -> bool:
        return self.publication_own <= MOST_SECONDS and self.publication_statements == self.few_statements

    @property
    def scoring_met(self) -> bool:
        return self.scoring <= MOST_MILLISECONDS


if __name__ == "__main__":
    django.setup()
    seeded = json.load(sys.stdin)
    act = import_module("benchmarks.timed_acts").time_acts  # tables: only once Django is set up
    json.dump(asdict(act(*(UUID(seeded[name]) for name in ("officer", "draft", "compared")))), sys.stdout)
