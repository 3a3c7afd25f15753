"""Start a draft from the version in force (P8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import category_lead_id, version_in_force
from fairplace.dps.market.models import Category, CategoryDraft, CategoryVersion, DraftState
from fairplace.dps.market.permissions import check_may_draft, person_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.draft_lifecycle import OPEN, DraftStage
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def start_draft(*, actor: Actor, category_id: UUID, at: datetime) -> UUID:
    """One open draft for each category. Refused while a version waits for its day: this draft would undo it.

    Returns the draft.
    """
    system = the_system()
    category = Category.objects.select_for_update().filter(id=category_id, system_id=system.id).first()
    if category is None:
        raise NotThere
    lead_person = category_lead_id(category_id)
    check_may_draft(actor, lead_person, system.lead_id)
    if lead_person is None:
        raise Refused("Name who leads this category first.")
    if CategoryDraft.objects.filter(category=category, stage__in=[one.value for one in OPEN]).exists():
        raise Refused("This category has a draft already. Go on with that one.")
    version = version_in_force(category_id, at)
    if version is None:
        raise NotThere
    if CategoryVersion.objects.filter(category=category, number__gt=version.number).exists():
        raise Refused("An agreed version waits for its day. Start the next draft when it is in force.")
    draft = CategoryDraft.objects.create(
        category=category,
        begun_from=version,
        begun_by_id=person_of(actor),
        begun_at=at,
        document=version.content,
        stage=DraftStage.DRAFTING.value,
    )
    DraftState.objects.create(draft=draft, became=DraftStage.DRAFTING.value, by_id=person_of(actor), at=at)
    audit.record(actor=actor, kind=events.DRAFT_STARTED, subject=draft, about=category, from_version=version.number)
    return draft.id
