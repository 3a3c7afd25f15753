"""What of placements waits for a provider: a family's question to its place (R10), an agreement to sign (K1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.models import Consultation, PlacementAgreement
from fairplace.dps.placements.permissions import may_read_agreements
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ProviderWaiting:
    """due_at: until when a family's question is to be answered; starts_on: when the child comes, of an agreement.

    One of them is None, and says which of the two this is. name: the referral's title, or the agreement's reference.
    """

    id: UUID
    name: str
    referral_reference: str
    council: str
    place: str
    due_at: datetime | None
    starts_on: date | None


def provider_waiting(actor: Actor) -> Sequence[ProviderWaiting]:
    """One statement for both; [] for those who may neither answer nor sign."""
    if not actor.is_provider:
        return []
    asked = Consultation.objects.none()
    if actor.holds(Role.BID_MANAGER.value):
        asked = Consultation.objects.filter(
            provider_id=actor.organisation_id, answered_at__isnull=True, revoked_at__isnull=True
        )
    to_sign = PlacementAgreement.objects.none()
    if may_read_agreements(actor):
        to_sign = PlacementAgreement.objects.filter(
            provider_id=actor.organisation_id, state=AgreementStanding.OFFERED.value
        )
    text = TextField()
    rows = asked.values_list(
        "id",
        Cast("referral__title", text),
        Cast("referral__reference", text),
        Cast("council__name", text),
        Cast("place_name", text),
        F("due_at"),
        Cast(Value(None), DateField()),
    ).union(
        to_sign.values_list(
            "id",
            Cast("reference", text),
            Cast("referral__reference", text),
            Cast("council__name", text),
            Cast(Coalesce(NullIf("place_name", Value("", CharField())), "establishment__name"), text),
            Cast(Value(None), DateTimeField()),
            F("starts_on"),
        ),
        all=True,
    )
    return [ProviderWaiting(*row) for row in rows]
