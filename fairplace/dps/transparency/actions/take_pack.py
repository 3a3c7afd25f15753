"""An evidence pack is taken away, which is recorded (T4)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from fairplace.dps.transparency import events
from fairplace.dps.transparency.models import EvidencePack
from fairplace.dps.transparency.permissions import check_may_take_pack
from fairplace.foundations import audit
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def take_pack(*, actor: Actor, pack_id: UUID) -> StoredDocument:
    """Raises NotThere while it is being made, and for another organisation's."""
    pack = EvidencePack.objects.select_related("asked_by").filter(id=pack_id).first()
    if pack is None:
        raise NotThere
    check_may_take_pack(actor, pack)
    document = pack.document_id and open_document(pack.document_id)
    if not document:
        raise NotThere
    audit.record(actor=actor, kind=events.PACK_DOWNLOADED, subject=pack, about=pack.referral_id, level=pack.level)
    return document
