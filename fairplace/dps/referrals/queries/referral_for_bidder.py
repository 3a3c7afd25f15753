"""What all who are invited may see of a referral: stage 1 (R1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from fairplace.dps.market.rules.category_content import PriceRange
from fairplace.dps.referrals.queries.rows import CategoryAsked, CouncilReferral, load, price_range_of
from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.children import together_sentence
from fairplace.dps.referrals.rules.facts import AskedFor, OutcomeSought
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class BidderChild:
    """One child, as all who are invited see it."""

    number: int
    age_band: str
    gender: str


@dataclass(frozen=True, slots=True)
class BidderReferral:
    """Coded facts, the age as a band, the postcode district: nothing that finds the child.

    children: one or more; several: "", sibling or cohort. age_band: the bands of all; gender: of the only child.
    """

    id: UUID
    reference: str
    title: str
    council_id: UUID
    council_name: str
    category_id: UUID
    category_name: str
    category_version_id: UUID
    placement_kind: str
    placement_kind_name: str
    age_band: str
    gender: str
    start_on: date
    expected_weeks: int
    urgency: str
    urgency_name: str
    district: str
    price_weight: Decimal
    quality_weight: Decimal
    quality_weights: Mapping[str, Decimal]
    needs: tuple[AskedFor, ...]
    features: tuple[AskedFor, ...]
    outcomes: tuple[OutcomeSought, ...]
    choice_by: str
    several: str
    may_be_apart: bool
    split: bool
    children: tuple[BidderChild, ...]
    other_categories: tuple[CategoryAsked, ...]

    @property
    def price_range(self) -> PriceRange | None:
        """Of the absolute price formula; None under the relative one. Fixed with the version of the category."""
        return price_range_of(self.category_version_id, self.placement_kind, len(self.children))

    def needs_of(self, child: int) -> tuple[AskedFor, ...]:
        return tuple(one for one in self.needs if one.child == child)

    def features_of(self, child: int) -> tuple[AskedFor, ...]:
        return tuple(one for one in self.features if one.child == child)

    @property
    def together(self) -> str:
        """How several children are to be placed; empty for one."""
        return together_sentence(self.several, len(self.children), may_be_apart=self.may_be_apart)

    @property
    def categories(self) -> tuple[CategoryAsked, ...]:
        """The leading one first."""
        leading = CategoryAsked(self.category_id, self.category_name, self.category_version_id, self.placement_kind)
        return (leading, *self.other_categories)


def referral_for_bidder(referral_id: UUID) -> BidderReferral:
    """Stage 1 of a published referral. Who is invited is for the competition to say; a draft is not there."""
    found = referrals_for_bidder([referral_id])
    if referral_id not in found:
        raise NotThere
    return found[referral_id]


def referrals_for_bidder(referral_ids: Iterable[UUID]) -> dict[UUID, BidderReferral]:
    """The same for many at once, in one statement; drafts are left out."""
    published = [row for row in load(referral_ids) if row.state != ReferralStanding.DRAFT.value]
    return {row.id: _stage_one(row) for row in published if row.start_on and row.price_weight is not None}


def _stage_one(row: CouncilReferral) -> BidderReferral:
    assert row.start_on is not None
    assert row.price_weight is not None
    assert row.quality_weight is not None
    return BidderReferral(
        id=row.id,
        reference=row.reference,
        title=row.title,
        council_id=row.council_id,
        council_name=row.council_name,
        category_id=row.category_id,
        category_name=row.category_name,
        category_version_id=row.category_version_id,
        placement_kind=row.placement_kind,
        placement_kind_name=row.placement_kind_name,
        age_band=row.age_band,
        gender="" if row.several else row.gender,
        start_on=row.start_on,
        expected_weeks=row.expected_weeks or 0,
        urgency=row.urgency,
        urgency_name=row.urgency_name,
        district=row.district,
        price_weight=row.price_weight,
        quality_weight=row.quality_weight,
        quality_weights=row.quality_weights,
        needs=row.needs,
        features=row.features,
        outcomes=row.outcomes,
        choice_by=row.choice_by,
        several=row.several,
        may_be_apart=row.may_be_apart,
        split=row.split_from_id is not None,
        children=tuple(
            BidderChild(child.number, "" if child.age is None else age_band(child.age), child.gender)
            for child in row.children
        ),
        other_categories=row.other_categories,
    )
