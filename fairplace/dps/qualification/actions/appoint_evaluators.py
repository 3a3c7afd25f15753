"""Evaluators of any partner are appointed to lines, or stood down again (Q9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.open_line import OPEN, lock_open_line
from fairplace.dps.qualification.models import Application, EvaluatorAppointment, Line
from fairplace.dps.qualification.permissions import check_may_assess, person_of
from fairplace.dps.qualification.queries.evaluators import PossibleEvaluator, evaluators_of, possible_evaluators
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def appoint_evaluators(*, actor: Actor, line_ids: Collection[UUID], person_ids: Collection[UUID], at: datetime) -> int:
    """The same people for many lines. Returns how many appointments are new.

    Lines without a scored statement, and decided ones, are passed over. Refused when somebody has declared an
    interest in one of the applications.
    """
    check_may_assess(actor)
    people = {person.id: person for person in possible_evaluators()}
    if not person_ids:
        raise Refused("Choose who will mark.", "people")
    if not line_ids:
        raise Refused("Choose at least one place.", "lines")
    if not set(person_ids) <= set(people):
        raise Refused("Choose evaluators of the lead authority or a partner.", "people")
    lines = _lock(line_ids)
    before = evaluators_of(line.id for line in lines)
    for line in lines:
        if out := [row.name for row in before[line.id] if row.has_interest and row.person_id in person_ids]:
            raise Refused(
                f"{out[0]} has declared an interest in one of these applications: choose somebody else.", "people"
            )
    new = [
        EvaluatorAppointment(line=line, person_id=person_id, by_id=person_of(actor), at=at)
        for line in lines
        for person_id in sorted(person_ids)
        if person_id not in {row.person_id for row in before[line.id]}
    ]
    EvaluatorAppointment.objects.bulk_create(new)
    by_application: dict[UUID, list[EvaluatorAppointment]] = defaultdict(list)
    for appointment in new:
        by_application[appointment.line.application_id].append(appointment)
    for application_id, made in by_application.items():
        audit.record(
            actor=actor,
            kind=events.EVALUATORS_APPOINTED,
            subject=audit.Subject("qualification.application", application_id),
            about=application_id,
            lines=sorted({one.line_id for one in made}),
            people=sorted({one.person_id for one in made}),
        )
    _tell({person_id: people[person_id] for person_id in {one.person_id for one in new}})
    return len(new)


@transaction.atomic
def stand_down_evaluator(*, actor: Actor, line_id: UUID, person_id: UUID, because: str, at: datetime) -> None:
    """Somebody who cannot mark after all; the marks that they gave stay on record and no longer count."""
    check_may_assess(actor)
    line = lock_open_line(line_id)
    if person_id not in {row.person_id for row in evaluators_of([line_id])[line_id]}:
        raise NotThere
    if not because.strip():
        raise Refused("Say why they do not mark.", "because")
    EvaluatorAppointment.objects.create(
        line=line, person_id=person_id, takes_part=False, because=because.strip(), by_id=person_of(actor), at=at
    )
    audit.record(
        actor=actor,
        kind=events.EVALUATOR_STOOD_DOWN,
        subject=line,
        about=line.application_id,
        person_id=person_id,
        because=because.strip(),
    )


def _lock(line_ids: Collection[UUID]) -> list[Line]:
    """Applications first, then lines, each in the order of their keys: two bulk acts at once never deadlock."""
    known = Line.objects.filter(id__in=line_ids)
    if known.count() != len(set(line_ids)):
        raise NotThere
    list(Application.objects.select_for_update().filter(id__in=known.values("application_id")).order_by("id"))
    lines = Line.objects.select_for_update().filter(id__in=line_ids, state__in=OPEN).order_by("id")
    asked = [line for line in lines if statements(content_of(line.category_version_id))]
    if not asked:
        raise Refused("None of these lines has a statement to mark now.", "lines")
    return asked


def _tell(people: dict[UUID, PossibleEvaluator]) -> None:
    batch = new_id()
    queue_messages(
        Letter(
            key=f"evaluator-appointed:{batch}:{person.id}",
            to=person.email,
            subject="Statements to mark",
            body=f"Dear {person.name}\n\nYou are asked to mark statements of providers that apply to join."
            f" First say whether you have an interest.\n\nRead more and act: {settings.PUBLIC_ADDRESS}/council/marking/"
            "\n\nFairplace",
        )
        for person in people.values()
    )
