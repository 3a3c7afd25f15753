"""Referrals as rows: loaded together with what they ask for, in three statements however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.models import ChildIdentity, ChildStory, Referral, ReferralItem, ReferralOutcome
from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.facts import AskedFor, OutcomeSought, ReferralFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilReferral(ReferralFacts):
    """A referral as its own council sees it: everything but who the child is and their story."""

    id: UUID
    reference: str
    state: str
    title: str
    council_id: UUID
    council_name: str
    category_id: UUID
    category_name: str
    category_version_id: UUID
    district: str
    choice_by: str
    written_by_id: UUID
    started_at: datetime

    @property
    def age_band(self) -> str:
        return "" if self.age is None else age_band(self.age)

    @property
    def placement_kind_name(self) -> str:
        kinds = {kind.code: kind.name for kind in content_of(self.category_version_id).placement_kinds}
        return kinds.get(self.placement_kind, self.placement_kind)

    @property
    def urgency_name(self) -> str:
        return URGENCIES.get(self.urgency, "")


URGENCIES: Mapping[str, str] = {str(value): str(label) for value, label in Referral.Urgency.choices}
CHOOSERS: Mapping[str, str] = {str(value): str(label) for value, label in Referral.ChoiceBy.choices}


def load(referrals: QuerySet[Referral]) -> list[CouncilReferral]:
    """These referrals, whoever asks: the caller has checked who may see them."""
    found = list(
        referrals.annotate(
            has_identity=Exists(ChildIdentity.objects.filter(referral=OuterRef("pk"))),
            has_story=Exists(ChildStory.objects.filter(referral=OuterRef("pk"))),
        ).select_related("council", "category")
    )
    if not found:
        return []
    keys = [referral.pk for referral in found]
    items: dict[UUID, list[AskedFor]] = defaultdict(list)
    for row in ReferralItem.objects.filter(referral__in=keys).order_by("position", "id"):
        items[row.referral_id].append(AskedFor(row.kind, row.code, row.name, row.marks, row.essential))
    outcomes: dict[UUID, list[ReferralOutcome]] = defaultdict(list)
    for outcome in ReferralOutcome.objects.filter(referral__in=keys).order_by("position", "id"):
        outcomes[outcome.referral_id].append(outcome)
    return [_row(referral, items[referral.pk], outcomes[referral.pk]) for referral in found]


def _row(referral: Referral, items: list[AskedFor], outcomes: list[ReferralOutcome]) -> CouncilReferral:
    components = {one.code: one.name for one in content_of(referral.category_version_id).components}
    return CouncilReferral(
        id=referral.pk,
        reference=referral.reference,
        state=referral.state,
        title=referral.title,
        council_id=referral.council_id,
        council_name=referral.council.name,
        category_id=referral.category_id,
        category_name=referral.category.name,
        category_version_id=referral.category_version_id,
        placement_kind=referral.placement_kind,
        age=referral.age,
        gender=referral.gender,
        start_on=referral.start_on,
        expected_weeks=referral.expected_weeks,
        urgency=referral.urgency,
        district=referral.district,
        price_weight=referral.price_weight,
        quality_weights={name: Decimal(text) for name, text in referral.quality_weights.items()},
        radius_miles=referral.radius_miles,
        choice_by=referral.choice_by,
        written_by_id=referral.written_by_id,
        started_at=referral.started_at,
        needs=tuple(item for item in items if item.kind == "need"),
        features=tuple(item for item in items if item.kind == "feature"),
        outcomes=tuple(
            OutcomeSought(one.component, components.get(one.component, one.component), one.wording) for one in outcomes
        ),
        has_identity=referral.has_identity,  # type: ignore[attr-defined] # annotated
        has_story=referral.has_story,  # type: ignore[attr-defined] # annotated
    )
