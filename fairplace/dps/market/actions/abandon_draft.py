"""Give a draft up (P8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import lock_for_drafting, move_draft
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def abandon_draft(*, actor: Actor, draft_id: UUID, because: str, at: datetime) -> None:
    """It stays readable with its comments; the version in force stays in force."""
    draft, _ = lock_for_drafting(actor, draft_id)
    if not because.strip():
        raise Refused("Say why.", "because")
    move_draft(draft, DraftStage.ABANDONED, actor=actor, at=at, because=because.strip())
    audit.record(
        actor=actor, kind=events.DRAFT_ABANDONED, subject=draft, about=draft.category_id, because=because.strip()
    )
