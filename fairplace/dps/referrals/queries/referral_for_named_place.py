"""What a place that a family named may see of a referral before it promises anything: stage 1 (R1, R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.queries.rows import load
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class NamedPlaceReferral:
    """Coded facts as everybody invited would see them: nothing that finds the child. revision: of what is written."""

    id: UUID
    reference: str
    title: str
    council_id: UUID
    council_name: str
    category_id: UUID
    category_name: str
    category_code: str
    placement_kind: str
    placement_kind_name: str
    age_band: str
    gender: str
    start_on: date
    expected_weeks: int
    district: str
    urgency_name: str
    needs: tuple[str, ...]
    features: tuple[str, ...]
    outcomes: tuple[str, ...]
    children: int
    revision: int
    state: str


def referral_for_named_place(referral_id: UUID) -> NamedPlaceReferral:
    """Who may ask is for the caller to know. NotThere while it says too little to ask anybody."""
    rows = load([referral_id])
    if not rows or rows[0].start_on is None or rows[0].age is None:
        raise NotThere
    row = rows[0]
    assert row.start_on is not None
    revision, code = Referral.objects.values_list("revision", "category__code").get(pk=referral_id)
    return NamedPlaceReferral(
        id=row.id,
        reference=row.reference,
        title=row.title,
        council_id=row.council_id,
        council_name=row.council_name,
        category_id=row.category_id,
        category_name=row.category_name,
        category_code=code,
        placement_kind=row.placement_kind,
        placement_kind_name=row.placement_kind_name,
        age_band=row.age_band,
        gender=row.gender,
        start_on=row.start_on,
        expected_weeks=row.expected_weeks or 0,
        district=row.district,
        urgency_name=row.urgency_name,
        needs=tuple(need.in_full for need in row.needs),
        features=tuple(feature.name for feature in row.features),
        outcomes=tuple(outcome.wording for outcome in row.outcomes),
        children=len(row.children),
        revision=revision,
        state=row.state,
    )
