"""What a referral published: everything that bids to it are opened, marked, scored and explained by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from fairplace.dps.referrals.models import Referral, ReferralItem, ReferralOutcome


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """A need or a feature with its marks."""

    code: str
    name: str
    marks: Decimal
    essential: bool


@dataclass(frozen=True, slots=True)
class PublishedOutcome:
    component: str
    wording: str


@dataclass(frozen=True, slots=True)
class PublishedTerms:
    """quality_weights: name of a part of quality (competitions.rules.weights) to points."""

    referral_id: UUID
    reference: str
    title: str
    council_id: UUID
    category_version_id: UUID
    placement_kind: str
    urgency: str
    start_on: date | None
    expected_weeks: int | None
    price_weight: Decimal
    quality_weights: Mapping[str, Decimal]
    choice_by: str
    needs: tuple[PublishedItem, ...]
    features: tuple[PublishedItem, ...]
    outcomes: tuple[PublishedOutcome, ...]


def published_terms(referral_id: UUID) -> PublishedTerms:
    """Three statements. Coded facts only: nothing here tells who the child is."""
    referral = Referral.objects.get(id=referral_id)
    items = list(ReferralItem.objects.filter(referral_id=referral_id).order_by("position", "name"))
    outcomes = ReferralOutcome.objects.filter(referral_id=referral_id).order_by("position").values_list("component", "wording")
    made: dict[str, tuple[PublishedItem, ...]] = {
        kind: tuple(PublishedItem(one.code, one.name, one.marks, one.essential) for one in items if one.kind == kind)
        for kind in (ReferralItem.Kind.NEED, ReferralItem.Kind.FEATURE)
    }
    return PublishedTerms(
        referral_id=referral.id,
        reference=referral.reference,
        title=referral.title,
        council_id=referral.council_id,
        category_version_id=referral.category_version_id,
        placement_kind=referral.placement_kind,
        urgency=referral.urgency,
        start_on=referral.start_on,
        expected_weeks=referral.expected_weeks,
        price_weight=referral.price_weight or Decimal(0),
        quality_weights={part: Decimal(str(points)) for part, points in referral.quality_weights.items()},
        choice_by=referral.choice_by,
        needs=made[ReferralItem.Kind.NEED],
        features=made[ReferralItem.Kind.FEATURE],
        outcomes=tuple(PublishedOutcome(component, wording) for component, wording in outcomes),
    )
