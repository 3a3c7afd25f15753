"""Who may be named as an opener or an evaluator of a competition (C2, C3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.competitions.models import Evaluator, Opener, OpeningKey
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.organisations.queries.people import PersonRow, people_with_role, people_with_role_in
from fairplace.dps.organisations.rules.roles import Role


@dataclass(frozen=True, slots=True)
class PossibleOpener:
    """Without an opening key nobody can be an opener yet. council: "" for the own one."""

    id: UUID
    name: str
    job_title: str
    has_key: bool
    council_id: UUID
    council: str


def possible_openers(council_id: UUID, *, councils: int = 1) -> list[PossibleOpener]:
    """Everyone of the council whose duty it is to open bids. Where the openers must come from several councils, those
    of the other partners after them."""
    names = {row.council_id: row.name for row in partners()} if councils > 1 else {}
    everyone = people_with_role_in({council_id, *names}, Role.OPENER.value)
    people = sorted(everyone, key=lambda one: (one.organisation_id != council_id, names.get(one.organisation_id, "")))
    keys = set(
        OpeningKey.objects.filter(person__in=[person.id for person in people]).values_list("person_id", flat=True)
    )
    return [
        PossibleOpener(
            one.id,
            one.name,
            one.job_title,
            one.id in keys,
            one.organisation_id,
            "" if one.organisation_id == council_id else names.get(one.organisation_id, ""),
        )
        for one in people
    ]


def possible_evaluators(council_id: UUID) -> list[PersonRow]:
    """Everyone of the council whose duty it is to evaluate."""
    return people_with_role(council_id, Role.EVALUATOR.value)


def opens_bids_of(person_id: UUID) -> int:
    """How many competitions name this person as an opener and are not opened yet."""
    waiting = (CompetitionStanding.OPEN.value, CompetitionStanding.OPENING.value)
    return Opener.objects.filter(person_id=person_id, competition__state__in=waiting).count()


def marks_bids_of(person_id: UUID) -> int:
    """How many competitions name this person as an evaluator and are not marked to the end yet."""
    waiting = (CompetitionStanding.OPEN.value, CompetitionStanding.OPENING.value, CompetitionStanding.EVALUATING.value)
    return Evaluator.objects.filter(person_id=person_id, competition__state__in=waiting).count()
