"""Who marks a competition, and who could step in (C3, C11)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from fairplace.dps.competitions.models import Declaration, Evaluator, Mark, Opener
from fairplace.dps.competitions.queries.people import possible_evaluators
from fairplace.dps.organisations.queries.people import PersonRow


@dataclass(frozen=True, slots=True)
class EvaluatorRow:
    """has_interest: None when not declared yet. marked: how many statements have this person's mark."""

    person_id: UUID
    name: str
    has_interest: bool | None
    marked: int


def evaluators_of(competition_id: UUID) -> list[EvaluatorRow]:
    """Everyone named to mark, by name."""
    declared = dict(
        Declaration.objects.filter(competition_id=competition_id, duty="evaluator").values_list(
            "person_id", "has_interest"
        )
    )
    marked = dict(
        Mark.objects.filter(competition_id=competition_id, moderated=False)
        .values_list("by_id")
        .annotate(Count("bid_id", distinct=True))
    )
    named = Evaluator.objects.filter(competition_id=competition_id).order_by("person__name")
    return [
        EvaluatorRow(person, name, declared.get(person), marked.get(person, 0))
        for person, name in named.values_list("person_id", "person__name")
    ]


def possible_substitutes(council_id: UUID, competition_id: UUID) -> list[PersonRow]:
    """Evaluators of the council who take no part in this competition yet."""
    taken = {
        *Evaluator.objects.filter(competition_id=competition_id).values_list("person_id", flat=True),
        *Opener.objects.filter(competition_id=competition_id).values_list("person_id", flat=True),
    }
    return [person for person in possible_evaluators(council_id) if person.id not in taken]
