"""A partner became part of another council: its referrals go on there (P1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.actions.notice_part import check_reason, lock_system
from fairplace.dps.market.models import Partner
from fairplace.dps.organisations.actions.record_successor import record_successor
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def merge_council(*, actor: Actor, system_id: UUID, council: str, successor: str, because: str, at: datetime) -> None:
    """By the lead authority. council, successor: their ids as text; both stand in the notice, and neither leads."""
    system, _ = lock_system(actor, system_id)
    named = {str(row.council_id): row for row in Partner.objects.filter(system=system)}
    if council not in named or named[council].council_id == system.lead_id:
        raise Refused("Choose a partner or an associate; a lead authority is replaced by a new notice.", "council")
    if successor not in named or successor == council:
        raise Refused("Choose another council of the notice. If it is not there, add it first.", "successor")
    record_successor(
        actor=actor,
        council_id=named[council].council_id,
        successor_id=named[successor].council_id,
        because=check_reason(because),
        at=at,
    )
