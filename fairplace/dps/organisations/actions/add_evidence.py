"""Put a document into the provider's evidence library (§4.8, Q6)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Evidence
from fairplace.dps.organisations.permissions import check_may_keep_evidence
from fairplace.foundations import audit
from fairplace.foundations.documents.store import store_upload
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    kind: str,
    upload: UploadedFile[bytes],
    issued_on: date,
    expires_on: date,
    cover: Decimal | None = None,
    at: datetime,
) -> UUID:
    """A document is uploaded once; a newer one of the same kind stands before it and the older one is kept.

    Refused beside the field: dates out of order, expired already, a file that is too large or of a wrong type.
    """
    provider_id = check_may_keep_evidence(actor)
    today = at.astimezone(LONDON).date()
    if kind not in Evidence.Kind.values:
        raise Refused("Select what the document is.", "kind")
    if issued_on > today:
        raise Refused("The start date must be today or in the past.", "issued_on")
    if expires_on < issued_on:
        raise Refused("The expiry date must come after the start date.", "expires_on")
    if expires_on < today:
        raise Refused("This insurance has expired: upload the one that is in force now.", "expires_on")
    if cover is None or cover <= 0:
        raise Refused("Enter the cover for each claim, in pounds.", "cover")
    try:
        document_id = store_upload(actor=actor, upload=upload, kind=kind)
    except Refused as refused:
        raise Refused(refused.sentence, "upload") from refused
    evidence = Evidence.objects.create(
        provider_id=provider_id,
        kind=kind,
        document_id=document_id,
        cover=cover,
        issued_on=issued_on,
        expires_on=expires_on,
        added_at=at,
    )
    audit.record(
        actor=actor,
        kind=events.EVIDENCE_ADDED,
        subject=evidence,
        about=provider_id,
        evidence_kind=kind,
        cover=cover,
        issued_on=issued_on,
        expires_on=expires_on,
    )
    return evidence.id
