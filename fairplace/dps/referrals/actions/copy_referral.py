"""A new referral from an earlier one of the same council: what is asked, never who the child is (R2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.referrals import models
from fairplace.dps.referrals.actions.change_categories import change_categories
from fairplace.dps.referrals.actions.change_children import add_child, change_children
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.weights import QualityWeights
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


def _may_weigh(content: CategoryContent, weights: Mapping[str, Decimal]) -> bool:
    """Whether the version in force still has what these weights weigh."""
    return (content.is_scored or not weights.get("competency")) and (
        content.statement is not None or not weights.get("outcomes")
    )


@transaction.atomic
def copy_referral(*, actor: Actor, referral_id: UUID, at: datetime) -> UUID:
    """A draft of the same categories and kinds, under the versions in force, with needs, features, outcomes, weights,
    the premium, and as many children with the needs of each.

    What a version in force no longer has is left out. Never copied: age, start, district, identity, story, plan, files.
    """
    earlier = referral_for_council(actor=actor, referral_id=referral_id)
    check_may_write_referral(actor, earlier.council_id)
    copied = start_referral(actor=actor, category_id=earlier.category_id, placement_kind=earlier.placement_kind, at=at)
    content = content_of(Referral.objects.get(pk=copied).category_version_id)
    common: dict[str, Any] = {"actor": actor, "referral_id": copied, "at": at}
    if earlier.several:
        change_children(**common, several=earlier.several, may_be_apart=earlier.may_be_apart)
        for _ in earlier.children[2:]:
            add_child(**common)
    for child in earlier.children:
        _copy_of_child(earlier, content, child.number, common)
    if others := _still_there(earlier):
        change_categories(**common, others=others)
    components = {one.code for one in content.components}
    outcomes = [
        (one.component, one.own_wording) for one in earlier.outcomes if one.component in components and not one.child
    ]
    if outcomes:
        change_outcomes(**common, outcomes=outcomes)
    if earlier.price_weight is not None and _may_weigh(content, earlier.quality_weights):
        change_weights(
            **common,
            price_weight=earlier.price_weight,
            quality_weights=QualityWeights(**earlier.quality_weights),
        )
    _copy_premium(earlier, copied, at)
    return copied


def _copy_of_child(earlier: CouncilReferral, content: CategoryContent, child: int, common: dict[str, Any]) -> None:
    known = {item.code for item in (*content.needs, *content.features)}
    items = [
        ItemAsked(
            item.kind,
            item.own_code,
            item.marks,
            item.essential,
            item.plain_name if item.in_own_words else "",
            item.provision,
        )
        for item in (*earlier.needs_of(child), *earlier.features_of(child))
        if item.own_code in known or item.in_own_words
    ]
    if any(item.kind == "need" for item in items):
        change_needs(**common, items=items, child=child)
    components = {one.code for one in content.components}
    own = [
        (one.component, one.own_wording)
        for one in earlier.outcomes
        if one.child == child and one.component in components
    ]
    if own:
        change_outcomes(**common, outcomes=own, child=child)


def _still_there(earlier: CouncilReferral) -> list[tuple[UUID, str]]:
    """Other categories that are filled and still have the kind of place that was asked."""
    offered = {row.id: row for row in categories() if row.filled}
    return [
        (one.id, one.placement_kind)
        for one in earlier.other_categories
        if one.id in offered
        and one.placement_kind in {kind.code for kind in content_of(offered[one.id].version_id).placement_kinds}
    ]


def _copy_premium(earlier: CouncilReferral, copied: UUID, at: datetime) -> None:
    """Its day moves with the start: as long after today as it was after the earlier start, until the officer says."""
    premium = incentive_of(earlier.id)
    if premium is None:
        return
    began = earlier.start_on or earlier.started_at.date()
    models.Incentive.objects.create(
        referral_id=copied,
        kind=premium.kind,
        amount=premium.amount,
        percent=premium.percent,
        by=at.astimezone(LONDON).date() + (premium.by - began),
    )
