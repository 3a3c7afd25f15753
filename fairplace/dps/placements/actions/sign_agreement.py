"""Sign a placement agreement: the provider first, then the council (K1, decisions that bind everyone)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.placements import events
from fairplace.dps.placements.models import PlacementAgreement, PlacementSignature
from fairplace.dps.placements.permissions import check_may_read_agreement, may_sign
from fairplace.dps.placements.rules.lifecycle import AgreementStanding, may_become
from fairplace.dps.referrals.actions.close_referral import close_referral
from fairplace.foundations import audit
from fairplace.foundations.documents.store import open_document, store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper import seal_pdf

_BECOMES = {1: AgreementStanding.PROVIDER_SIGNED, 2: AgreementStanding.SIGNED}


@transaction.atomic
def sign_agreement(*, actor: Actor, agreement_id: UUID, name_typed: str, at: datetime) -> None:
    """Seal the actor's signature into the document. Refused out of order, twice, or under another name."""
    agreement = PlacementAgreement.objects.select_for_update().filter(id=agreement_id).first()
    if agreement is None or actor.organisation_id is None or actor.person_id is None:
        raise NotThere
    check_may_read_agreement(actor, council_id=agreement.council_id, provider_id=agreement.provider_id)
    place = 1 if actor.organisation_id == agreement.provider_id else 2
    if not may_sign(actor, place):
        raise Refused("Only a person who signs for your organisation can sign this agreement.")
    now, then = AgreementStanding(agreement.state), _BECOMES[place]
    if not may_become(now, then):
        raise Refused(_OUT_OF_ORDER[place] if now is AgreementStanding.OFFERED else "Your side has signed already.")
    if _plain(name_typed) != _plain(actor.name):
        raise Refused(f"Type your name as it stands in your account: {actor.name}.", "name_typed")
    _sign(agreement, place, name=actor.name, side=actor.organisation_name, actor=actor, at=at)


@transaction.atomic
def sign_for_place(*, actor: Actor, agreement_id: UUID, signer: str, side: str, at: datetime) -> None:
    """A named place that is not on the system signs by its link, first, after a code (R10). actor: the place."""
    agreement = PlacementAgreement.objects.select_for_update().filter(id=agreement_id, provider__isnull=True).first()
    if agreement is None:
        raise NotThere
    if not signer.strip():
        raise Refused("Type your full name to sign.", "name_typed")
    if AgreementStanding(agreement.state) is not AgreementStanding.OFFERED:
        raise Refused("Your side has signed already.")
    _sign(agreement, 1, name=signer.strip()[:120], side=side, actor=actor, at=at)


def _sign(agreement: PlacementAgreement, place: int, *, name: str, side: str, actor: Actor, at: datetime) -> None:
    then = _BECOMES[place]
    document = open_document(agreement.document_id)
    if document is None:
        raise NotThere
    sealed = seal_pdf(
        document.content,
        signer_name=f"{name}, {side}",
        field="Provider" if place == 1 else "Council",
        reason=f"Signed for {side}",
        at=at,
    )
    kept = store_made(
        actor=actor,
        content=sealed,
        name=document.name,
        media_type="application/pdf",
        kind="placement_agreement",
        owner=agreement.council_id,
    )
    signature = PlacementSignature(
        agreement=agreement,
        place=place,
        organisation_id=actor.organisation_id if actor.person_id else None,
        person_id=actor.person_id,
        name_typed=name,
        signed_sha256=hashlib.sha256(document.content).hexdigest(),
        document_id=kept,
        at=at,
    )
    signature.save(force_insert=True)
    agreement.state = then.value
    agreement.document_id = kept
    agreement.save(update_fields=["state", "document"])
    others = PlacementAgreement.objects.filter(referral_id=agreement.referral_id)
    complete = then is AgreementStanding.SIGNED and not others.exclude(state=then.value).exists()
    audit.record(
        actor=actor,
        kind=events.AGREEMENT_SIGNED,
        subject=agreement,
        about=agreement.referral_id,
        reference=agreement.reference,
        place=place,
        complete=complete,
        award_id=agreement.award_id,
        direct_award_id=agreement.direct_award_id,
        council_id=agreement.council_id,
        signed_sha256=signature.signed_sha256,
        at=at.isoformat(),
    )
    if complete:
        close_referral(
            actor=actor, referral_id=agreement.referral_id, because="Both sides have signed the agreement.", at=at
        )


_OUT_OF_ORDER = {
    1: "Your side has signed already.",
    2: "The provider signs first. You can sign as soon as it has.",
}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
