"""The evaluators agree one mark for a statement, and say why (C3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.marking_part import (
    check_mark,
    latest_marks,
    lock_for_marking,
    participants,
)
from fairplace.dps.competitions.models import Mark
from fairplace.dps.competitions.permissions import person_of
from fairplace.dps.qualification.rules.marking import explanation_fault, is_wide, spread
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def moderate_statement(*, actor: Actor, bid_id: UUID, mark: Decimal, reason: str, at: datetime) -> None:
    """Only when every evaluator who takes part has marked this statement. An agreed mark changes by a new row too."""
    competition, bid = lock_for_marking(actor, bid_id)
    top_mark = check_mark(competition, mark, reason)
    if bid.excluded_because:
        raise Refused("This bid is excluded, so its statement is not marked.")
    own, agreed = latest_marks(competition)
    by_person = own.get(bid.id, {})
    taking_part = participants(competition)
    if taking_part - set(by_person):
        raise Refused("Not every evaluator has marked this statement yet.")
    marks = [one.mark for person, one in by_person.items() if person in taking_part]
    if fault := explanation_fault(reason, is_wide(marks, top_mark)):
        raise Refused(fault, "reason")
    given = Mark.objects.create(
        competition=competition,
        bid=bid,
        moderated=True,
        mark=mark,
        reason=reason.strip(),
        by_id=person_of(actor),
        at=at,
    )
    before = agreed.get(bid.id)
    audit.record(
        actor=actor,
        kind=events.STATEMENT_MODERATED,
        subject=given,
        about=competition.referral_id,
        bid_id=bid.id,
        mark=mark,
        before=before.mark if before else None,
        spread=spread(marks),
        wide=is_wide(marks, top_mark),
    )
