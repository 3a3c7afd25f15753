"""Who may be named as an opener or an evaluator of a competition (C2, C3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.competitions.models import Opener, OpeningKey
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.organisations.queries.people import PersonRow, people_with_role
from fairplace.dps.organisations.rules.roles import Role


@dataclass(frozen=True, slots=True)
class PossibleOpener:
    """Without an opening key nobody can be an opener yet."""

    id: UUID
    name: str
    job_title: str
    has_key: bool


def possible_openers(council_id: UUID) -> list[PossibleOpener]:
    """Everyone of the council whose duty it is to open bids."""
    people = people_with_role(council_id, Role.OPENER.value)
    keys = set(
        OpeningKey.objects.filter(person__in=[person.id for person in people]).values_list("person_id", flat=True)
    )
    return [PossibleOpener(person.id, person.name, person.job_title, person.id in keys) for person in people]


def possible_evaluators(council_id: UUID) -> list[PersonRow]:
    """Everyone of the council whose duty it is to evaluate."""
    return people_with_role(council_id, Role.EVALUATOR.value)


def opens_bids_of(person_id: UUID) -> int:
    """How many competitions name this person as an opener and are not opened yet."""
    waiting = (CompetitionStanding.OPEN.value, CompetitionStanding.OPENING.value)
    return Opener.objects.filter(person_id=person_id, competition__state__in=waiting).count()
