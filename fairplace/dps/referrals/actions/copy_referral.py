"""A new referral from an earlier one of the same council: what is asked, never who the child is (R2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.rules.facts import OWN
from fairplace.dps.referrals.rules.weights import QualityWeights
from fairplace.foundations.kernel.actor import Actor


def _may_weigh(content: CategoryContent, weights: Mapping[str, Decimal]) -> bool:
    """Whether the version in force still has what these weights weigh."""
    return (content.is_scored or not weights.get("competency")) and (
        content.statement is not None or not weights.get("outcomes")
    )


@transaction.atomic
def copy_referral(*, actor: Actor, referral_id: UUID, at: datetime) -> UUID:
    """A draft of the same category and kind, under the version in force, with needs, features, outcomes and weights.

    What the version in force no longer has is left out. Never copied: age, start, district, identity, story, documents.
    """
    earlier = referral_for_council(actor=actor, referral_id=referral_id)
    check_may_write_referral(actor, earlier.council_id)
    copied = start_referral(actor=actor, category_id=earlier.category_id, placement_kind=earlier.placement_kind, at=at)
    content = content_of(Referral.objects.get(pk=copied).category_version_id)
    known = {item.code for item in (*content.needs, *content.features)}
    items = [
        ItemAsked(
            item.kind,
            item.code,
            item.marks,
            item.essential,
            item.name if item.code.startswith(OWN) else "",
            item.provision,
        )
        for item in (*earlier.needs, *earlier.features)
        if item.code in known or item.code.startswith(OWN)
    ]
    if any(item.kind == "need" for item in items):
        change_needs(actor=actor, referral_id=copied, items=items, at=at)
    components = {one.code for one in content.components}
    outcomes = [(one.component, one.wording) for one in earlier.outcomes if one.component in components]
    if outcomes:
        change_outcomes(actor=actor, referral_id=copied, outcomes=outcomes, at=at)
    if earlier.price_weight is not None and _may_weigh(content, earlier.quality_weights):
        change_weights(
            actor=actor,
            referral_id=copied,
            price_weight=earlier.price_weight,
            quality_weights=QualityWeights(**earlier.quality_weights),
            at=at,
        )
    return copied
