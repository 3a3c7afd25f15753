"""A bidder reads its feedback: when, is kept (C7, M6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Feedback
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def read_feedback(*, actor: Actor, bid_id: UUID, at: datetime) -> None:
    """The first reading alone is kept; another's feedback is not there to be read."""
    unread = Feedback.objects.filter(bid_id=bid_id, provider_id=actor.organisation_id, read_at__isnull=True)
    for feedback in unread.select_related("competition"):
        feedback.read_at = at
        feedback.save(update_fields=["read_at"])
        audit.record(actor=actor, kind=events.FEEDBACK_READ, subject=feedback, about=feedback.competition.referral_id)
