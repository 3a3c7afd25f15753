"""For whom a job works. Without it row-level security shows a job nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fairplace.foundations.audit import transaction_as
from fairplace.foundations.kernel.actor import SYSTEM, Actor


@contextmanager
def run_as(organisation_id: UUID | None) -> Iterator[tuple[Actor, datetime]]:
    """A transaction in which the system acts for one organisation, with the time by the database's clock.

    Without an organisation it reads what belongs to any of them, and no child and no sealed bid.

    The actor is the system: no person, no role. An action that asks for a role refuses it, as it should.
    """
    actor = replace(SYSTEM, organisation_id=organisation_id)
    with transaction_as(actor, everyone=organisation_id is None) as now:
        yield actor, now
