"""A file goes with a referral: inspected, cleaned of who made it, encrypted (R2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from fairplace.dps.referrals.actions.draft import lock_draft, record_change
from fairplace.dps.referrals.events import ATTACHMENT_ADDED, ATTACHMENT_LOOKED_AT, ATTACHMENT_REMOVED
from fairplace.dps.referrals.models import Attachment
from fairplace.dps.referrals.rules.attachments import MOST_FILES, kept_as, needs_looking
from fairplace.dps.referrals.rules.plan_sections import STAGES
from fairplace.foundations import audit
from fairplace.foundations.documents.cleaning import clean, words_of
from fairplace.foundations.documents.inspection import clean_name, inspect_file
from fairplace.foundations.documents.store import destroy_document, store_upload
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def attach_file(*, actor: Actor, referral_id: UUID, file: UploadedFile[bytes], stage: int, at: datetime) -> UUID:
    """stage: who reads it, 2 those who will bid, 3 the winner alone. Refused with one sentence for a kind that is not
    taken, that is not what it says, or that cannot be cleaned.
    """
    referral = lock_draft(actor, referral_id)
    if stage not in STAGES:
        raise Refused("Say who reads the file.", "stage")
    if actor.person_id is None:
        raise NotThere
    if Attachment.objects.filter(referral=referral).count() >= MOST_FILES:
        raise Refused(f"There are {MOST_FILES} files already: take one out first.", "file")
    name = clean_name(file.name or "")
    try:
        content = file.read()
        media_type = inspect_file(name, content)
        content = clean(media_type, content)
        document = store_upload(
            actor=actor, upload=SimpleUploadedFile(kept_as(name), content, media_type), kind="referral_attachment"
        )
    except Refused as refused:
        raise Refused(refused.sentence, "file") from None
    attachment = Attachment(
        referral=referral,
        council_id=referral.council_id,
        document_id=document,
        stage=stage,
        size=len(content),
        media_type=media_type,
        added_at=at,
        added_by_id=actor.person_id,
    )
    found = words_of(media_type, content)
    attachment.was_read = found.whole
    seal_onto(attachment, name=name, text=found.text)
    attachment.save(force_insert=True)
    record_change(actor, referral, "attachments")
    audit.record(
        actor=actor, kind=ATTACHMENT_ADDED, subject=attachment, about=referral, stage=stage, size=attachment.size
    )
    return attachment.pk


@transaction.atomic
def remove_attachment(*, actor: Actor, referral_id: UUID, attachment_id: UUID, at: datetime) -> None:
    """From the draft, and the stored file with it: nobody outside has seen it, so it is evidence of nothing (T5). What
    was published can no longer be taken out, and is kept, sealed, as long as the referral is.
    """
    referral = lock_draft(actor, referral_id)
    attachment = Attachment.objects.filter(pk=attachment_id, referral=referral).first()
    if attachment is None:
        raise NotThere
    audit.record(actor=actor, kind=ATTACHMENT_REMOVED, subject=attachment, about=referral, stage=attachment.stage)
    attachment.delete()
    destroy_document(actor=actor, document_id=attachment.document_id)
    record_change(actor, referral, "attachments")


@transaction.atomic
def say_looked_at(*, actor: Actor, referral_id: UUID, attachment_id: UUID, at: datetime) -> None:
    """Somebody of the council says that they have looked at every page of a file for bidders which the check could not
    read whole, and that nothing in it tells who the child is (R1). Recorded; it stands until the file is taken out.
    """
    referral = lock_draft(actor, referral_id)
    attachment = Attachment.objects.filter(pk=attachment_id, referral=referral).first()
    if attachment is None or actor.person_id is None:
        raise NotThere
    if not needs_looking(attachment.stage, was_read=attachment.was_read, looked=attachment.looked_at is not None):
        return
    attachment.looked_at, attachment.looked_by_id = at, actor.person_id
    attachment.save(update_fields=["looked_at", "looked_by"])
    audit.record(actor=actor, kind=ATTACHMENT_LOOKED_AT, subject=attachment, about=referral)
