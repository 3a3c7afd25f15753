"""Put a document into the provider's evidence library (§4.8, Q6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Establishment, Evidence
from fairplace.dps.organisations.permissions import check_may_keep_evidence
from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS, EvidenceKind
from fairplace.foundations import audit
from fairplace.foundations.documents.store import store_upload
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

AHEAD = 90  # days: a renewal is uploaded before it begins


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    kind: str,
    upload: UploadedFile[bytes],
    issued_on: date,
    expires_on: date | None = None,
    cover: Decimal | None = None,
    establishment_id: UUID | None = None,
    at: datetime,
) -> UUID:
    """A document is uploaded once; a newer one of the same kind stands before it and the older one is kept.

    Refused beside the field: dates out of order, expired already, a file that is too large or of a wrong type.
    """
    provider_id = check_may_keep_evidence(actor)
    if kind not in EVIDENCE_KINDS:
        raise Refused("Select what the document is.", "kind")
    about = EVIDENCE_KINDS[kind]
    _check_holder(about, provider_id, establishment_id)
    _check_dates(about, issued_on, expires_on, at.astimezone(LONDON).date())
    if about.has_cover and (cover is None or cover <= 0):
        raise Refused("Enter the cover for each claim, in pounds.", "cover")
    try:
        document_id = store_upload(actor=actor, upload=upload, kind=kind)
    except Refused as refused:
        raise Refused(refused.sentence, "upload") from refused
    evidence = Evidence.objects.create(
        provider_id=provider_id,
        establishment_id=establishment_id,
        kind=kind,
        document_id=document_id,
        cover=cover if about.has_cover else None,
        issued_on=issued_on,
        expires_on=None if about.expires == "never" else expires_on,
        added_at=at,
    )
    audit.record(
        actor=actor,
        kind=events.EVIDENCE_ADDED,
        subject=evidence,
        about=provider_id,
        evidence_kind=kind,
        establishment_id=establishment_id,
        cover=evidence.cover,
        issued_on=issued_on,
        expires_on=evidence.expires_on,
    )
    return evidence.id


def _check_holder(about: EvidenceKind, provider_id: UUID, establishment_id: UUID | None) -> None:
    if establishment_id is None:
        if about.of == "establishment":
            raise Refused("Select which of your places it is about.", "establishment_id")
        return
    if about.of == "provider":
        raise Refused(f"“{about.name}” is about your organisation: do not select a place.", "establishment_id")
    if not Establishment.objects.filter(id=establishment_id, provider_id=provider_id).exists():
        raise NotThere


def _check_dates(about: EvidenceKind, issued_on: date, expires_on: date | None, today: date) -> None:
    if issued_on > today + timedelta(AHEAD if about.expires == "always" else 0):
        until = f"within the next {AHEAD} days" if about.expires == "always" else "today or in the past"
        raise Refused(f"The start date must be {until}.", "issued_on")
    if about.expires == "never":
        return
    if expires_on is None:
        if about.expires == "maybe":
            return
        raise Refused(f"Enter when it runs out: “{about.ends}”.", "expires_on")
    if expires_on < issued_on:
        raise Refused("The expiry date must come after the start date.", "expires_on")
    if expires_on < today:
        what = "insurance" if about.has_cover else "document"
        raise Refused(f"This {what} has expired: upload the one that is in force now.", "expires_on")
