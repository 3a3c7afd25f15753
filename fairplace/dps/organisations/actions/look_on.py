"""Each page of an organisation that somebody who runs Fairplace opens to help it is recorded (X1)."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.organisations import events
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


def record_page_read(*, actor: Actor, access_id: UUID, address: str) -> None:
    """Each page that is opened. Its address holds identifiers alone."""
    audit.record(
        actor=actor,
        kind=events.SUPPORT_PAGE_READ,
        subject=audit.Subject("organisations.supportaccess", access_id),
        about=access_id,
        address=address[:300],
    )
