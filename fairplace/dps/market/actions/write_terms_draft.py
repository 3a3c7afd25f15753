"""Write new terms before they are published (A8): start from those in force, save, drop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.models import Category, TermsDraft
from fairplace.dps.market.permissions import check_may_write_terms
from fairplace.dps.market.queries.terms import terms_in_force
from fairplace.dps.market.queries.the_system import partner_ids, the_system
from fairplace.dps.market.rules.terms_content import read_terms, terms_data
from fairplace.foundations import audit
from fairplace.foundations.documents.store import store_upload
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def start_terms_draft(*, actor: Actor, category_id: UUID | None, at: datetime) -> UUID:
    """A copy of the terms in force, with their schedules. category_id None: for all categories."""
    system = the_system()
    check_may_write_terms(actor, system.lead_id)
    if category_id is not None and not Category.objects.filter(id=category_id, system_id=system.id).exists():
        raise NotThere
    if actor.person_id is None:
        raise NotThere
    before = terms_in_force(category_id)
    draft = TermsDraft.objects.create(
        system_id=system.id,
        category_id=category_id,
        content=terms_data(before.content),
        schedules={str(row.council_id): row.text for row in before.schedules},
        document_id=before.document_id,
        started_at=at,
        started_by_id=actor.person_id,
    )
    audit.record(actor=actor, kind=events.TERMS_DRAFT_STARTED, subject=draft, about=system.id, copied_from=before.label)
    return draft.id


@transaction.atomic
def save_terms_draft(
    *,
    actor: Actor,
    draft_id: UUID,
    label: str,
    content: Mapping[str, Any],
    schedules: Mapping[UUID, str],
    accept_by: date | None,
    consequence: str,
    at: datetime,
    upload: UploadedFile[bytes] | None = None,
) -> None:
    """All of it at once. upload: the full text as a document; without one the former stays."""
    draft = lock_terms_draft(actor, draft_id)
    if not set(schedules) <= set(partner_ids()):
        raise NotThere
    draft.content = terms_data(read_terms(content))
    draft.schedules = {str(council): text.strip() for council, text in schedules.items() if text.strip()}
    draft.label, draft.accept_by, draft.consequence = label.strip(), accept_by, consequence.strip()
    if upload is not None:
        draft.document_id = store_upload(actor=actor, upload=upload, kind="terms")
    draft.save()
    audit.record(actor=actor, kind=events.TERMS_DRAFT_SAVED, subject=draft, about=draft.system_id, label=draft.label)


@transaction.atomic
def drop_terms_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> None:
    """What was drafted is thrown away; nothing in force changes."""
    draft = lock_terms_draft(actor, draft_id)
    audit.record(actor=actor, kind=events.TERMS_DRAFT_DROPPED, subject=draft, about=draft.system_id, label=draft.label)
    draft.delete()


def lock_terms_draft(actor: Actor, draft_id: UUID) -> TermsDraft:
    """The draft, held for a change. NotThere for everybody but the lead authority; Refused once it is gone."""
    check_may_write_terms(actor, the_system().lead_id)
    draft = TermsDraft.objects.select_for_update().filter(id=draft_id).first()
    if draft is None:
        raise Refused("This draft has been published or dropped.")
    return draft
