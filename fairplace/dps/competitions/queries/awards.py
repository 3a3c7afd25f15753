"""Awards, as the council that made them and the provider that won them see them (C6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from fairplace.dps.competitions.models import Award, Bid, CompetitionState
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class AwardRow:
    """weekly_price: pounds. state: of the competition (rules.lifecycle)."""

    id: UUID
    competition_id: UUID
    referral_id: UUID
    reference: str
    title: str
    council_id: UUID
    council_name: str
    provider_id: UUID
    provider_name: str
    establishment_id: UUID
    establishment_name: str
    line_id: UUID
    invitation_id: UUID
    bid_id: UUID
    weekly_price: Decimal
    basis: str
    made_at: datetime
    accept_from: datetime | None
    accept_by: datetime
    accepted_at: datetime | None
    declined_at: datetime | None
    declined_because: str
    state: str


_FIELDS = {
    "referral_id": "competition__referral_id",
    "reference": "competition__referral__reference",
    "title": "competition__referral__title",
    "council_name": "council__name",
    "provider_name": "provider__name",
    "establishment_id": "bid__establishment_id",
    "establishment_name": "bid__establishment__name",
    "line_id": "bid__invitation__line_id",
    "invitation_id": "bid__invitation_id",
    "weekly_price": "bid__weekly_price",
    "state": "competition__state",
}


def award_for(actor: Actor, award_id: UUID) -> AwardRow | None:
    """One award; None for whoever is neither its council nor its provider."""
    return next(iter(_rows(_seen_by(actor).filter(id=award_id))), None)


def awards_of(actor: Actor) -> list[AwardRow]:
    """All of the actor's organisation, newest first."""
    return _rows(_seen_by(actor).order_by("-made_at"))


def live_award(actor: Actor, competition_id: UUID) -> AwardRow | None:
    """The award that stands in a competition, accepted or waiting to be."""
    found = _seen_by(actor).filter(competition_id=competition_id, declined_at__isnull=True)
    return next(iter(_rows(found)), None)


def accepted_bid(award_id: UUID) -> Mapping[str, Any]:
    """The bid that was awarded, as it was opened. NotThere where the row wall hides it."""
    content = Bid.objects.filter(id__in=Award.objects.filter(id=award_id).values("bid_id")).values_list(
        "content", flat=True
    )
    for found in content:
        told: Mapping[str, Any] = found
        return told
    raise NotThere


def no_award_reason(competition_id: UUID) -> str:
    """Why a competition ended without an award: every bidder may read it. Empty where it did not."""
    return _reason(competition_id, CompetitionStanding.NO_AWARD)


def cancelled_reason(competition_id: UUID) -> str:
    """Why a competition was cancelled: everyone invited may read it (R9). Empty where it was not."""
    return _reason(competition_id, CompetitionStanding.CANCELLED)


def _reason(competition_id: UUID, became: CompetitionStanding) -> str:
    ended = CompetitionState.objects.filter(competition_id=competition_id, became=became.value)
    return ended.values_list("because", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An award that its council set aside, as every bidder may read it."""

    at: datetime
    because: str


def set_aside_reasons(competition_id: UUID) -> list[SetAside]:
    """Of a competition, oldest first; neither whose award it was nor what came of it."""
    found = Award.objects.filter(competition_id=competition_id, declined_at__isnull=False).exclude(set_aside="")
    rows = found.order_by("declined_at").values_list("declined_at", "declined_because")
    with audit.over_all_organisations():  # whose award it was is not told
        return [SetAside(at, because) for at, because in rows if at is not None]


def waiver_reason(competition_id: UUID) -> str:
    """Why "essential" was dropped from every item, for all who bid. Empty where it was not."""
    waived = CompetitionState.objects.filter(
        competition_id=competition_id,
        came_from=CompetitionStanding.NO_COMPLIANT_BID.value,
        became=CompetitionStanding.EVALUATING.value,
    )
    return waived.values_list("because", flat=True).first() or ""


def _seen_by(actor: Actor) -> QuerySet[Award]:
    mine = Q(council_id=actor.organisation_id) | Q(provider_id=actor.organisation_id)
    return Award.objects.filter(mine) if actor.organisation_id else Award.objects.none()


def _rows(awards: QuerySet[Award]) -> list[AwardRow]:
    named = {name: F(path) for name, path in _FIELDS.items()}
    return [AwardRow(**row) for row in awards.values(*(set(AwardRow.__dataclass_fields__) - set(named)), **named)]
