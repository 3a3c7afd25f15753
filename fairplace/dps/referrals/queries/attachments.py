"""Files that go with a referral. Row-level security decides whose rows are there; each reading is recorded (R1, T3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.referrals.events import ATTACHMENT_READ
from fairplace.dps.referrals.models import Attachment
from fairplace.dps.referrals.rules.attachments import needs_looking
from fairplace.foundations import audit
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file as a page lists it. size: bytes. was_read: the privacy check could look at all of it.

    looked_at, looked_by: who said that they had, where it could not.
    """

    id: UUID
    name: str
    stage: int
    size: int
    was_read: bool
    looked_at: datetime | None = None
    looked_by: str = ""

    @property
    def needs_looking(self) -> bool:
        return needs_looking(self.stage, was_read=self.was_read, looked=self.looked_at is not None)


def attachments_of(referral_id: UUID) -> list[AttachmentRow]:
    """Those that the organisation of this transaction may open, in the order in which they were added."""
    rows = Attachment.objects.filter(referral=referral_id).select_related("looked_by").order_by("added_at", "id")
    return [
        AttachmentRow(
            row.pk,
            reveal(row, "name") or "",
            row.stage,
            row.size,
            row.was_read,
            row.looked_at,
            row.looked_by.name if row.looked_by else "",
        )
        for row in rows
    ]


def files_to_look_at(referral_id: UUID) -> list[int]:
    """By their place in the list: those that somebody must look at before publication (R1)."""
    rows = Attachment.objects.filter(referral=referral_id).order_by("added_at", "id")
    told = rows.values_list("stage", "was_read", "looked_at")
    return [
        place
        for place, (stage, was_read, looked_at) in enumerate(told, 1)
        if needs_looking(stage, was_read=was_read, looked=looked_at is not None)
    ]


def attachment_texts(referral_id: UUID, stage: int) -> dict[str, str]:
    """For the privacy check: "file_1" to the name and what could be read of each file of a stage."""
    rows = Attachment.objects.filter(referral=referral_id).order_by("added_at", "id")
    return {
        f"file_{place}": f"{reveal(row, 'name') or ''}\n{reveal(row, 'text') or ''}"
        for place, row in enumerate(rows, 1)
        if row.stage == stage
    }


def read_attachment(*, actor: Actor, referral_id: UUID, attachment_id: UUID) -> StoredDocument:
    """The file under its own name. The reading is recorded; NotThere for whoever has no live disclosure."""
    row = Attachment.objects.filter(pk=attachment_id, referral=referral_id).first()
    document = open_document(row.document_id) if row else None
    if row is None or document is None:
        raise NotThere
    audit.record(actor=actor, kind=ATTACHMENT_READ, subject=row, about=referral_id, stage=row.stage)
    return StoredDocument(reveal(row, "name") or document.name, document.media_type, document.content)
