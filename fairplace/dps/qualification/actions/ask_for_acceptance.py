"""Tell providers that new terms are to be accepted, remind them, and say when the date has passed (A8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.market.queries.terms import TermsRow
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.people import PersonRow, people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.queries.terms_held import AskedLine, asked_lines
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.foundations.messages.queue import Letter, queue_messages

REMIND_AT = (30, 14, 7, 1)
"""Days before the date."""
PASSED = "passed"


def when_terms_published(*, actor: Actor, event: RecordedEvent) -> None:
    """Reaction to market.terms_published: every provider with a line under older terms is told at once."""
    rows = [row for row in asked_lines() if row.asked.id == event.subject_id]
    queue_messages(_letters(rows, "asked", "New terms to accept by {day}"))


@transaction.atomic
def remind_of_terms(*, actor: Actor, at: datetime) -> int:
    """Once for each step, however often it runs; a day on which it did not run is made up for. Returns how many."""
    today = at.astimezone(LONDON).date()
    by_step: dict[str, list[AskedLine]] = {}
    for row in asked_lines():
        if step := _step(row.asked.accept_by, today):
            by_step.setdefault(step, []).append(row)
    late = by_step.pop(PASSED, [])
    letters = [letter for step, rows in by_step.items() for letter in _letters(rows, step, "Accept new terms by {day}")]
    letters += _letters(late, PASSED, "The date for accepting new terms has passed")
    return queue_messages([*letters, *_to_the_lead(late)])


def _step(accept_by: date | None, today: date) -> str:
    if accept_by is None:
        return ""
    left = (accept_by - today).days
    if left < 0:
        return PASSED
    return next((str(step) for step in sorted(REMIND_AT) if left <= step), "")


def _letters(rows: Sequence[AskedLine], step: str, subject: str) -> list[Letter]:
    places: dict[tuple[UUID, UUID], list[AskedLine]] = {}
    for row in rows:
        places.setdefault((row.line.provider_id, row.asked.id), []).append(row)
    people = _people({provider_id for provider_id, _ in places})
    return [
        Letter(
            key=f"terms-{step}:{terms_id}:{person.id}",
            to=person.email,
            subject=subject.format(day=_day(own[0].asked)),
            body=_body(person, own),
        )
        for (provider_id, terms_id), own in places.items()
        for person in people.get(provider_id, [])
    ]


def _people(provider_ids: Iterable[UUID]) -> dict[UUID, list[PersonRow]]:
    ids = list(provider_ids)
    found = {
        person.id: person
        for role in (Role.PROVIDER_SIGNATORY, Role.BID_MANAGER)
        for person in people_with_role_in(ids, role)
    }
    by_provider: dict[UUID, list[PersonRow]] = {}
    for person in found.values():
        by_provider.setdefault(person.organisation_id, []).append(person)
    return by_provider


def _body(person: PersonRow, rows: Sequence[AskedLine]) -> str:
    terms = rows[0].asked
    how_many = "1 of your places" if len(rows) == 1 else f"{len(rows)} of your places"
    return (
        f"Dear {person.name}\n\nVersion {terms.label} of the terms is to be accepted for {how_many} by {_day(terms)}."
        f"\n\nIf it is not accepted: {terms.consequence}\n\nRead what changed, and accept:"
        f" {settings.PUBLIC_ADDRESS}/provider/agreements/terms/\n\nFairplace"
    )


def _to_the_lead(rows: Sequence[AskedLine]) -> list[Letter]:
    late: dict[UUID, list[AskedLine]] = {}
    for row in rows:
        late.setdefault(row.asked.id, []).append(row)
    managers = people_with_role_in([the_system().lead_id], Role.CONTRACT_MANAGER) if late else []
    return [
        Letter(
            key=f"terms-not-accepted:{terms_id}:{person.id}",
            to=person.email,
            subject=f"Terms {own[0].asked.label}: {len(own)} not accepted",
            body=f"Dear {person.name}\n\nThe date for accepting version {own[0].asked.label} of the terms has passed."
            f" Not accepted for: {len(own)}. Nothing happens by itself: decide which to suspend."
            f"\n\n{settings.PUBLIC_ADDRESS}/council/applications/agreements/terms/{terms_id}/\n\nFairplace",
        )
        for terms_id, own in late.items()
        for person in managers
    ]


def _day(terms: TermsRow) -> str:
    return f"{terms.accept_by:%-d %B %Y}" if terms.accept_by else ""
