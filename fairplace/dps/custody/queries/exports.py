"""Exports about somebody that may still be taken (T5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.custody.models import SubjectExport
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class ExportRow:
    """ready: it can be taken. ended: the file is gone."""

    id: UUID
    about: str
    name: str
    reason: str
    asked_at: datetime
    asked_by: str
    expires_at: datetime
    ready: bool
    ended: bool


def exports_of(actor: Actor, *, about: str, at: datetime) -> list[ExportRow]:
    """Of the actor's organisation, the newest first; about a person: the actor's own alone."""
    if actor.organisation_id is None or actor.person_id is None:
        raise NotThere
    rows = SubjectExport.objects.filter(organisation_id=actor.organisation_id, about=about)
    if about == SubjectExport.About.PERSON:
        rows = rows.filter(subject_id=actor.person_id)
    return [
        ExportRow(
            id=row.id,
            about=row.about,
            name=row.subject_name,
            reason=row.reason,
            asked_at=row.asked_at,
            asked_by=row.asked_by.name,
            expires_at=row.expires_at,
            ready=row.document_id is not None and at < row.expires_at,
            ended=row.made_at is not None and (row.document_id is None or at >= row.expires_at),
        )
        for row in rows.select_related("asked_by").order_by("-asked_at")[:50]
    ]
