"""Take a draft back from the partners to change it (P8): every agreement so far is void."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import lock_for_drafting, move_draft
from fairplace.dps.market.actions.tell_people import tell_councils
from fairplace.dps.market.models import DraftAgreement
from fairplace.dps.market.permissions import AGREEING
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def take_back_draft(*, actor: Actor, draft_id: UUID, because: str, at: datetime) -> None:
    """Those who had answered are told why."""
    draft, _ = lock_for_drafting(actor, draft_id)
    if DraftStage(draft.stage) is not DraftStage.AGREEING:
        raise Refused("This draft is not with the partners.")
    if not because.strip():
        raise Refused("Say why, for the councils that have answered.", "because")
    answered = DraftAgreement.objects.filter(draft=draft, round=draft.round).values_list("council_id", flat=True)
    councils = sorted(set(answered), key=str)
    move_draft(draft, DraftStage.DRAFTING, actor=actor, at=at, because=because.strip())
    audit.record(
        actor=actor,
        kind=events.DRAFT_TAKEN_BACK,
        subject=draft,
        about=draft.category_id,
        round=draft.round,
        voided=len(councils),
        because=because.strip(),
    )
    tell_councils(
        cause=f"draft-taken-back:{draft.id}:{draft.round}",
        council_ids=councils,
        roles=AGREEING,
        subject=f"Taken back to be changed: {draft.category.name}",
        sentence=f"The draft of {draft.category.name} is being changed again, so your council’s answer no longer "
        "counts. You will be asked again.",
        path=f"/council/categories/drafts/{draft.id}/",
    )
