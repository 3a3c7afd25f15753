"""How the 100 points are split (R3, §8.7)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import lock_draft, record_change
from fairplace.dps.referrals.rules.weights import ALL_POINTS, QualityWeights, weight_faults
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text


@transaction.atomic
def change_weights(
    *, actor: Actor, referral_id: UUID, price_weight: Decimal, quality_weights: QualityWeights, at: datetime
) -> None:
    """Points of 100; quality is what price leaves. Refused with the first thing wrong."""
    referral = lock_draft(actor, referral_id)
    for fault in weight_faults(price_weight, ALL_POINTS - price_weight, quality_weights._asdict()):
        raise Refused(fault.sentence, fault.field)
    content = content_of(referral.category_version_id)
    if quality_weights.outcomes and content.statement is None:
        raise Refused("Bids in this category hold no statement, so the statement must weigh 0.", "outcomes")
    if quality_weights.competency and not content.is_scored:
        raise Refused("Places of this category have no competency score, so competency must weigh 0.", "competency")
    referral.price_weight = price_weight
    referral.quality_weights = {name: exact_text(points) for name, points in quality_weights._asdict().items()}
    referral.save(update_fields=["price_weight", "quality_weights"])
    record_change(actor, referral, "weights")
