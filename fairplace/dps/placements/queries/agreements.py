"""Placement agreements as their two parties see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.placements import events
from fairplace.dps.placements.models import PlacementAgreement, PlacementSignature
from fairplace.dps.placements.permissions import check_may_read_agreement, may_read_agreements, may_sign
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.foundations import audit
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_FIELDS = (
    "id",
    "reference",
    "referral_id",
    "referral__reference",
    "council_id",
    "council__name",
    "provider_id",
    "supplier_name",
    "place_name",
    "provider__name",
    "establishment__name",
    "state",
    "terms_version",
    "weekly_price",
    "starts_on",
    "made_at",
)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who signed for which side, and when."""

    place: int
    organisation: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement. may_sign: whether it is this actor's turn."""

    id: UUID
    reference: str
    referral_id: UUID
    referral_reference: str
    council_id: UUID
    council: str
    provider_id: UUID | None
    provider: str
    establishment: str
    state: str
    terms_version: str
    weekly_price: Decimal
    starts_on: date
    made_at: datetime
    state_label: str
    may_sign: bool


def agreements_of(actor: Actor, *, limit: int = 200, referrals: Iterable[UUID] | None = None) -> list[AgreementRow]:
    """The agreements of the actor's organisation, newest first; of these referrals, where some are named."""
    if not may_read_agreements(actor):
        return []
    rows = PlacementAgreement.objects.order_by("-made_at", "-id")
    if actor.is_council:
        rows = rows.filter(council_id=actor.organisation_id)
    else:
        rows = rows.filter(provider_id=actor.organisation_id)
    if referrals is not None:
        rows = rows.filter(referral_id__in=list(referrals))
    # The newest first and then what they are for: the wall of a referral is asked about each that is read.
    newest = rows.filter(id__in=rows.values("id")[:limit])
    return [_row(actor, values) for values in newest.values(*_FIELDS)]


def agreement(*, actor: Actor, agreement_id: UUID) -> AgreementRow:
    """One agreement, or NotThere."""
    values = PlacementAgreement.objects.filter(id=agreement_id).values(*_FIELDS).first()
    if values is None:
        raise NotThere
    row = _row(actor, values)
    check_may_read_agreement(actor, council_id=row.council_id, provider_id=row.provider_id)
    return row


def agreements_of_award(actor: Actor, award_id: UUID) -> list[UUID]:
    """The agreements that an accepted award became, one for each child, if this actor may read them."""
    if not may_read_agreements(actor):
        return []
    found = PlacementAgreement.objects.filter(award_id=award_id).order_by("child")
    return list(found.values_list("id", flat=True))


def signatures_of(agreement_id: UUID) -> list[SignatureRow]:
    """The signatures in their order."""
    rows = PlacementSignature.objects.filter(agreement_id=agreement_id).order_by("place")
    found = rows.values_list("place", "organisation__name", "agreement__supplier_name", "name_typed", "at")
    return [
        SignatureRow(place, organisation or supplier, name, at) for place, organisation, supplier, name, at in found
    ]


def agreement_document(*, actor: Actor, agreement_id: UUID) -> StoredDocument:
    """The document as it stands. It names the child, so the reading is recorded."""
    row = agreement(actor=actor, agreement_id=agreement_id)
    document_id = PlacementAgreement.objects.values_list("document_id", flat=True).get(id=agreement_id)
    document = open_document(document_id)
    if document is None:
        raise NotThere
    audit.record(
        actor=actor,
        kind=events.AGREEMENT_READ,
        subject=audit.Subject("placements.placementagreement", row.id),
        about=row.referral_id,
        reference=row.reference,
    )
    return document


def _row(actor: Actor, values: Mapping[str, Any]) -> AgreementRow:
    values = dict(values)
    values["provider__name"] = values.pop("supplier_name") or values["provider__name"]
    values["establishment__name"] = values.pop("place_name") or values["establishment__name"]
    state = AgreementStanding(values["state"])
    turn = {AgreementStanding.OFFERED: 1, AgreementStanding.PROVIDER_SIGNED: 2}.get(state)
    side = values["provider_id"] if turn == 1 else values["council_id"]
    return AgreementRow(
        **{_NAMES.get(name, name): value for name, value in values.items()},
        state_label=state.label,
        may_sign=turn is not None and actor.organisation_id == side and may_sign(actor, turn),
    )


_NAMES = {
    "referral__reference": "referral_reference",
    "council__name": "council",
    "provider__name": "provider",
    "establishment__name": "establishment",
}
