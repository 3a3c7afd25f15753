"""Referrals as rows: loaded together with what they ask for, in one statement however many they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import PriceRange
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.children import ChildFacts, child_name, code_for
from fairplace.dps.referrals.rules.facts import AskedFor, OutcomeSought, ReferralFacts
from fairplace.dps.referrals.rules.provision import Provision


@dataclass(frozen=True, slots=True)
class CategoryAsked:
    """A category whose places are asked, with the kind of place in it (§7.3)."""

    id: UUID
    name: str
    version_id: UUID
    placement_kind: str

    @property
    def placement_kind_name(self) -> str:
        kinds = {kind.code: kind.name for kind in content_of(self.version_id).placement_kinds}
        return kinds.get(self.placement_kind, self.placement_kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilReferral(ReferralFacts):
    """A referral as its own council sees it: everything but who the child is and their story.

    council_code: the ONS code.
    """

    id: UUID
    reference: str
    state: str
    title: str
    council_id: UUID
    council_name: str
    council_code: str
    category_id: UUID
    category_name: str
    category_version_id: UUID
    district: str
    written_by_id: UUID
    started_at: datetime
    split_from_id: UUID | None = None
    other_categories: tuple[CategoryAsked, ...] = ()

    @property
    def age_band(self) -> str:
        """Of all children, each band once: "5 to 7 years, 11 to 13 years"."""
        return bands_of(self.children)

    @property
    def categories(self) -> tuple[CategoryAsked, ...]:
        """The leading one first."""
        leading = CategoryAsked(self.category_id, self.category_name, self.category_version_id, self.placement_kind)
        return (leading, *self.other_categories)

    @property
    def placement_kind_name(self) -> str:
        kinds = {kind.code: kind.name for kind in content_of(self.category_version_id).placement_kinds}
        return kinds.get(self.placement_kind, self.placement_kind)

    @property
    def price_range(self) -> PriceRange | None:
        """Of the absolute price formula; None under the relative one. Fixed with the version of the category."""
        return price_range_of(self.category_version_id, self.placement_kind, len(self.children))

    @property
    def urgency_name(self) -> str:
        return URGENCIES.get(self.urgency, "")


def bands_of(children: Iterable[ChildFacts]) -> str:
    """The bands of their ages, youngest first, each once."""
    ages = sorted(child.age for child in children if child.age is not None)
    return ", ".join(dict.fromkeys(map(age_band, ages)))


def price_range_of(version_id: UUID, placement_kind: str, children: int) -> PriceRange | None:
    """A category's floor and ceiling are for one child; a referral's price is for all of them (method, rule 0)."""
    found = content_of(version_id).price_range(placement_kind)
    return found and PriceRange(found.floor * children, found.ceiling * children)


URGENCIES: Mapping[str, str] = {str(value): str(label) for value, label in Referral.Urgency.choices}
CHOOSERS: Mapping[str, str] = {str(value): str(label) for value, label in Referral.ChoiceBy.choices}


_SQL = """
    SELECT r.id, r.reference, r.state, r.title, r.council_id, o.name, o.ons_code, r.category_id, k.name,
           r.category_version_id, r.placement_kind, r.age, r.gender, r.start_on, r.expected_weeks, r.urgency,
           r.district, r.price_weight, r.quality_weights, r.radius_miles, r.choice_by, r.written_by_id, r.started_at,
           r.several, r.may_be_apart, r.split_from_id,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(i.child, i.kind, i.code, i.name, i.marks::text, i.essential,
                                                        i.way, i.amount::text, i.unit, i.frequency, i.by_whom)
                                      ORDER BY i.child, i.position, i.id), '[]')
              FROM referrals_referralitem i WHERE i.referral_id = r.id),
           (SELECT coalesce(jsonb_agg(jsonb_build_array(s.component, s.wording, s.child)
                                      ORDER BY s.child, s.position, s.id), '[]')
              FROM referrals_referraloutcome s WHERE s.referral_id = r.id),
           EXISTS (SELECT FROM referrals_childidentity c WHERE c.referral_id = r.id AND c.child = 1),
           EXISTS (SELECT FROM referrals_childstory c WHERE c.referral_id = r.id AND c.child = 1),
           CASE WHEN r.several <> '' THEN (
               SELECT coalesce(jsonb_agg(jsonb_build_array(f.number, f.age, f.gender,
                          EXISTS (SELECT FROM referrals_childidentity c
                                   WHERE c.referral_id = r.id AND c.child = f.number),
                          EXISTS (SELECT FROM referrals_childstory c WHERE c.referral_id = r.id AND c.child = f.number))
                      ORDER BY f.number), '[]')
                 FROM referrals_furtherchild f WHERE f.referral_id = r.id) ELSE '[]' END,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(g.category_id, m.name, g.category_version_id, g.placement_kind)
                                      ORDER BY g.position, g.id), '[]')
              FROM referrals_referralcategory g JOIN market_category m ON m.id = g.category_id
             WHERE g.referral_id = r.id)
      FROM referrals_referral r
      JOIN organisations_organisation o ON o.id = r.council_id
      JOIN market_category k ON k.id = r.category_id
     WHERE r.id = ANY(%s)
"""


def load(referral_ids: Iterable[UUID]) -> list[CouncilReferral]:
    """These referrals, whoever asks: the caller has checked who may see them."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(referral_ids)])
        return [_row(row) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...]) -> CouncilReferral:
    (
        key, reference, state, title, council_id, council_name, council_code, category_id, category_name, version_id,
        placement_kind, age, gender, start_on, expected_weeks, urgency, district, price_weight,
        quality_weights, radius_miles, choice_by, written_by_id, started_at, several, may_be_apart, split_from_id,
        items, outcomes, has_identity, has_story, further, other_categories,
    ) = row  # fmt: skip
    components = {one.code: one.name for one in content_of(version_id).components}
    asked = [_asked(several, *item) for item in json.loads(items)]
    return CouncilReferral(
        id=key,
        reference=reference,
        state=state,
        title=title,
        council_id=council_id,
        council_name=council_name,
        council_code=council_code,
        category_id=category_id,
        category_name=category_name,
        category_version_id=version_id,
        placement_kind=placement_kind,
        age=age,
        gender=gender,
        start_on=start_on,
        expected_weeks=expected_weeks,
        urgency=urgency,
        district=district,
        price_weight=price_weight,
        quality_weights={name: Decimal(text) for name, text in json.loads(quality_weights).items()},
        radius_miles=radius_miles,
        choice_by=choice_by,
        written_by_id=written_by_id,
        started_at=started_at,
        needs=tuple(item for item in asked if item.kind == "need"),
        features=tuple(item for item in asked if item.kind == "feature"),
        outcomes=tuple(
            OutcomeSought(
                component,
                components.get(component, component),
                f"{child_name(child)}: {wording}" if child else wording,
                child,
                wording,
            )
            for component, wording, child in json.loads(outcomes)
        ),
        has_identity=has_identity,
        has_story=has_story,
        several=several,
        may_be_apart=may_be_apart,
        split_from_id=split_from_id,
        further=tuple(ChildFacts(*child) for child in json.loads(further)),
        other_categories=tuple(
            CategoryAsked(UUID(category), name, UUID(version), kind)
            for category, name, version, kind in json.loads(other_categories)
        ),
    )


def _asked(
    several: str, child: int, kind: str, code: str, name: str, marks: str, essential: bool, *provision: Any
) -> AskedFor:
    if several:
        whose, own_name = code_for(child, code), f"{child_name(child)}: {name}"
        return AskedFor(kind, whose, own_name, Decimal(marks), essential, _provision(*provision), name)
    return AskedFor(kind, code, name, Decimal(marks), essential, _provision(*provision))


def _provision(way: str, amount: str | None, unit: str, frequency: str, by_whom: str) -> Provision:
    return Provision(way, None if amount is None else Decimal(amount), unit, frequency, by_whom)
