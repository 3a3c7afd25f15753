"""From one state to the next: the table in rules/lifecycle.py allows it, a row remembers it."""

from __future__ import annotations

from datetime import datetime

from fairplace.dps.competitions.actions.lock_competition import for_the_council
from fairplace.dps.competitions.models import Competition, CompetitionState
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding, may_become
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


def move_competition(
    competition: Competition, standing: CompetitionStanding, *, actor: Actor, at: datetime, because: str = ""
) -> None:
    """Part of an action that holds the lock and records the event. Refused when the table has no such move."""
    now = CompetitionStanding(competition.state)
    if not may_become(now, standing):
        raise Refused(f"This competition is {now.label[0].lower()}{now.label[1:]}, so that cannot be done now.")
    competition.state = standing.value
    with audit.transaction_as(for_the_council(competition)):  # whoever moves it, it is the council's
        competition.save(update_fields=["state"])
        CompetitionState.objects.create(
            competition=competition,
            came_from=now.value,
            became=standing.value,
            at=at,
            by_id=actor.person_id,
            because=because,
        )
