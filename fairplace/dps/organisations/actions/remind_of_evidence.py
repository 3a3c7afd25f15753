"""Remind a provider that documents expire: 60, 30 and 7 days before, once each (Q6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations.queries.evidence import EvidenceRow, evidence_of
from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.evidence_states import due_reminder, to_renew
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def remind_of_evidence(*, provider_id: UUID, at: datetime) -> int:
    """How many letters were new. The key names document and reminder, so a second run, or a late one, adds nothing.

    A reminder that nobody could send on its day goes out on the next, unless a later one is due already.
    """
    today = at.astimezone(LONDON).date()
    due = [(row, days) for row in to_renew(evidence_of(provider_id), today) if (days := due_reminder(row, today))]
    people = people_with_role(provider_id, Role.BID_MANAGER) if due else []
    return queue_messages(
        Letter(
            key=f"evidence-expires:{row.id}:{days}:{person.id}",
            to=person.email,
            subject=f"{row.kind_name} expires on {_day(row.expires_on)}",
            body=_body(person.name, row),
        )
        for row, days in due
        for person in people
    )


def _body(name: str, row: EvidenceRow) -> str:
    return (
        f"Dear {name}\n\n{row.kind_name} ({row.document_name}) expires on {_day(row.expires_on)}."
        f" Upload the new one before then: your places rest on it.\n\n"
        f"Upload it: {settings.PUBLIC_ADDRESS}/provider/evidence/add/{row.kind}/\n\n"
        "We write 60, 30 and 7 days before a document expires.\n\nFairplace"
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
