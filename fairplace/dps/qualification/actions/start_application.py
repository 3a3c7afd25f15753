"""A provider begins to apply (Q1, Q2)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.market.queries.entry import entries
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.qualification import events
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.permissions import check_may_apply, person_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

_SIGNS = "23456789CDFGHJKLMNPQRTVWXZ"  # without those that look alike, and without vowels


@transaction.atomic
def start_application(*, actor: Actor, at: datetime) -> UUID:
    """One application at a time: an unsent one is returned as it is. Refused while no category is open (P4)."""
    provider_id = check_may_apply(actor)
    _one_at_a_time(provider_id)
    unsent = Application.objects.filter(provider_id=provider_id, submitted_at=None).first()
    if unsent is not None:
        return unsent.id
    if not any(entry.open for entry in entries(at).values()):
        raise Refused(next((entry.sentence for entry in entries(at).values()), "Nobody can apply yet."))
    system = the_system()
    application = Application.objects.create(
        system_id=system.id,
        provider_id=provider_id,
        reference="A-" + "".join(secrets.choice(_SIGNS) for _ in range(7)),
        started_at=at,
        started_by_id=person_of(actor),
    )
    audit.record(
        actor=actor,
        kind=events.APPLICATION_STARTED,
        subject=application,
        about=application,
        reference=application.reference,
    )
    return application.id


def _one_at_a_time(provider_id: UUID) -> None:
    """Two clicks at once make one application: the second waits here for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"application:{provider_id}"])
