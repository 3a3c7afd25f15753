"""Parts of the actions on a draft: lock it, find who leads, move it to another stage, change its document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fairplace.dps.market.models import CategoryDraft, CategoryLead, CategoryVersion, DraftChange, DraftState
from fairplace.dps.market.permissions import check_may_draft, person_of
from fairplace.dps.market.queries.the_system import SystemRow, the_system
from fairplace.dps.market.rules.draft_lifecycle import DraftStage, may_become
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_draft(draft_id: UUID) -> CategoryDraft:
    """NotThere when there is none."""
    draft = CategoryDraft.objects.select_for_update(of=("self",)).filter(id=draft_id).first()
    if draft is None:
        raise NotThere
    return draft


def category_lead_id(category_id: UUID) -> UUID | None:
    """The person appointed last."""
    rows = CategoryLead.objects.filter(category_id=category_id).order_by("-at", "-id")
    return rows.values_list("person_id", flat=True).first()


def lock_for_drafting(actor: Actor, draft_id: UUID) -> tuple[CategoryDraft, SystemRow]:
    """The draft, for its category lead or the lead authority's procurement officers."""
    draft = lock_draft(draft_id)
    system = the_system()
    check_may_draft(actor, category_lead_id(draft.category_id), system.lead_id)
    return draft, system


def check_drafting(draft: CategoryDraft) -> None:
    """Refused when the partners have it, or it has ended."""
    stage = DraftStage(draft.stage)
    if stage is DraftStage.AGREEING:
        raise Refused("This draft is with the partners. Take it back before you change it.")
    if stage is not DraftStage.DRAFTING:
        raise Refused("This draft has ended, so it cannot be changed.")


def move_draft(draft: CategoryDraft, stage: DraftStage, *, actor: Actor, at: datetime, because: str = "") -> None:
    """Part of an action that holds the lock and records the event. Refused when the table has no such move."""
    now = DraftStage(draft.stage)
    if not may_become(now, stage):
        raise Refused(f"This draft is already “{now.label}”. Nothing was changed.")
    draft.stage = stage.value
    draft.save()
    DraftState.objects.create(
        draft=draft, came_from=now.value, became=stage.value, by_id=person_of(actor), at=at, because=because
    )


def write_document(
    draft: CategoryDraft, document: Mapping[str, Any], *, actor: Actor, at: datetime, part: str, key: str, what: str
) -> None:
    """The next revision, and the row that says who made it."""
    draft.document = dict(document)
    draft.revision += 1
    draft.save(update_fields=["document", "revision"])
    DraftChange.objects.create(
        draft=draft, revision=draft.revision, part=part, key=key[:80], what=what, by_id=person_of(actor), at=at
    )


def version_in_force(category_id: UUID, at: datetime) -> CategoryVersion | None:
    """The newest version whose day has come."""
    return CategoryVersion.objects.filter(category_id=category_id, in_force_from__lte=at).order_by("-number").first()
