"""Who may not yet see the names of those invited."""

from __future__ import annotations

from fairplace.dps.competitions.queries.council_competition import CouncilCompetition
from fairplace.foundations.kernel.actor import Actor

UNMARKED = frozenset({"open", "opening", "evaluating"})


def must_not_see_names(actor: Actor, competition: CouncilCompetition | None) -> bool:
    """An evaluator learns who bids only after the marks are in (C3)."""
    if competition is None or competition.state not in UNMARKED:
        return False
    return actor.person_id in {member.id for member in competition.evaluators}
