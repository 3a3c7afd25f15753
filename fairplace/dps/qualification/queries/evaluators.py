"""Who marks which line, who has declared an interest, and who could be appointed (Q9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairplace.dps.qualification.models import EvaluatorAppointment, InterestDeclaration, Line
from fairplace.dps.qualification.permissions import EVALUATING_ROLES
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED


@dataclass(frozen=True, slots=True)
class EvaluatorRow:
    """Somebody appointed to a line. has_interest: None until they declare."""

    person_id: UUID
    name: str
    organisation: str
    has_interest: bool | None
    interest: str

    @property
    def takes_part(self) -> bool:
        return not self.has_interest


@dataclass(frozen=True, slots=True)
class PossibleEvaluator:
    """Somebody of a partner who may be appointed."""

    id: UUID
    name: str
    job_title: str
    email: str
    organisation: str


def evaluators_of(line_ids: Iterable[UUID]) -> dict[UUID, list[EvaluatorRow]]:
    """Those appointed to each of these lines now, by name, with what they declared. Two statements."""
    ids = list(line_ids)
    found: dict[UUID, list[EvaluatorRow]] = {line_id: [] for line_id in ids}
    last = EvaluatorAppointment.objects.filter(line_id__in=ids).order_by("line_id", "person_id", "-at", "-id")
    appointed = last.distinct("line_id", "person_id").values_list(
        "line_id", "line__application_id", "person_id", "person__name", "person__organisation__name", "takes_part"
    )
    rows = sorted((row for row in appointed if row[5]), key=lambda row: row[3])
    declared = {
        (application, person): (has_interest, interest)
        for application, person, has_interest, interest in InterestDeclaration.objects.filter(
            application_id__in={row[1] for row in rows}
        ).values_list("application_id", "person_id", "has_interest", "interest")
    }
    for line_id, application, person, name, organisation, _ in rows:
        has_interest, interest = declared.get((application, person), (None, ""))
        found[line_id].append(EvaluatorRow(person, name, organisation, has_interest, interest))
    return found


_POSSIBLE = """
    SELECT p.id, p.name, p.job_title, p.email, o.name
      FROM market_partner m
      JOIN organisations_organisation o ON o.id = m.council_id
      JOIN organisations_person p ON p.organisation_id = o.id AND p.is_active
     WHERE m.system_id = (SELECT id FROM market_purchasingsystem ORDER BY id LIMIT 1) AND m.standing <> 'associate'
       AND EXISTS (SELECT FROM organisations_duty WHERE person_id = p.id AND role = ANY(%s))
"""


def possible_evaluators() -> list[PossibleEvaluator]:
    """Evaluators and procurement officers of the lead and its partners, by council, then name."""
    with connection.cursor() as cursor:
        cursor.execute(_POSSIBLE, [list(EVALUATING_ROLES)])
        rows = [PossibleEvaluator(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: (row.organisation, row.name))


def appointed_lines(person_id: UUID) -> list[UUID]:
    """The lines that somebody is appointed to now, whatever their state."""
    last = EvaluatorAppointment.objects.filter(person_id=person_id).order_by("line_id", "-at", "-id")
    return [
        line_id for line_id, takes_part in last.distinct("line_id").values_list("line_id", "takes_part") if takes_part
    ]


def undecided_lines_of(person_id: UUID) -> int:
    """How many lines that nobody has decided name this person as an evaluator."""
    undecided = [standing.value for standing in UNDECIDED]
    return Line.objects.filter(id__in=appointed_lines(person_id), state__in=undecided).count()


def takes_part(line: Line, person_id: UUID) -> bool:
    """Whether this person is appointed to the line now."""
    last = EvaluatorAppointment.objects.filter(line=line, person_id=person_id).order_by("at", "id").last()
    return last is not None and last.takes_part
