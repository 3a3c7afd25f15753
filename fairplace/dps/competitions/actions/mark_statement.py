"""An evaluator marks one statement, alone and without knowing whose it is (C3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.marking_part import check_mark, lock_for_marking
from fairplace.dps.competitions.models import Mark
from fairplace.dps.competitions.permissions import person_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def mark_statement(*, actor: Actor, bid_id: UUID, mark: Decimal, reason: str, at: datetime) -> None:
    """A change is a new row: what was marked before stays, with the difference in the record."""
    competition, bid = lock_for_marking(actor, bid_id)
    check_mark(competition, mark, reason)
    if bid.excluded_because:
        raise Refused("This bid is excluded, so its statement is not marked.")
    if Mark.objects.filter(bid=bid, moderated=True).exists():
        raise Refused("An agreed mark has been given for this statement, so your own can no longer change.")
    before = Mark.objects.filter(bid=bid, by_id=person_of(actor), moderated=False).order_by("at", "id").last()
    given = Mark.objects.create(
        competition=competition, bid=bid, mark=mark, reason=reason.strip(), by_id=person_of(actor), at=at
    )
    audit.record(
        actor=actor,
        kind=events.STATEMENT_MARKED,
        subject=given,
        about=competition.referral_id,
        bid_id=bid.id,
        mark=mark,
        before=before.mark if before else None,
    )
