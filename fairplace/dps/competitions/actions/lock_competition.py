"""The competition, locked until the end of the transaction: whoever decides about it decides alone."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fairplace.dps.competitions.models import Competition
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_competition(competition_id: UUID) -> Competition:
    """Raises NotThere when there is none."""
    found = Competition.objects.select_for_update().filter(id=competition_id).first()
    if found is None:
        raise NotThere
    return found


def standing_of(competition: Competition) -> CompetitionStanding:
    return CompetitionStanding(competition.state)


def require_standing(competition: Competition, *allowed: CompetitionStanding, otherwise: str) -> None:
    """Refused with the sentence unless the competition is in one of these states."""
    if standing_of(competition) not in allowed:
        raise Refused(otherwise)


def for_the_council(competition: Competition) -> Actor:
    """Fairplace acting by itself on the council's rows: when a provider, a family or a deadline sets off what
    the published rules then do. Holds no role, so no permission is passed with it."""
    return replace(SYSTEM, organisation_id=competition.council_id)
