"""Ask places of other categories too (R2, §7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.referrals.actions.draft import lock_draft, record_change
from fairplace.dps.referrals.models import ReferralCategory
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

MOST_CATEGORIES = 4


@transaction.atomic
def change_categories(*, actor: Actor, referral_id: UUID, others: Sequence[tuple[UUID, str]], at: datetime) -> None:
    """Pairs of another category and a kind of place in it, in the order in which a place with lines in several is
    invited. The leading category stays as it is: it gives needs, weights, statement and times.
    """
    referral = lock_draft(actor, referral_id)
    offered = {row.id: row for row in categories()}
    if len({category for category, _ in others}) < len(others) or len(others) > MOST_CATEGORIES:
        raise Refused(f"Choose other categories once each, {MOST_CATEGORIES} at most.", "categories")
    for category, kind in others:
        if category not in offered or category == referral.category_id:
            raise Refused("Choose other categories of the system.", "categories")
        row = offered[category]
        content = content_of(row.version_id)
        if not content.filled:
            raise Refused(f"{content.name} cannot take referrals yet.", "categories")
        if kind not in {one.code for one in content.placement_kinds}:
            raise Refused(f"Choose a kind of place that {content.name} has.", f"kind_{row.code}")
    ReferralCategory.objects.filter(referral=referral).delete()
    ReferralCategory.objects.bulk_create(
        ReferralCategory(
            referral=referral,
            category_id=category,
            category_version_id=offered[category].version_id,
            placement_kind=kind,
            position=position,
        )
        for position, (category, kind) in enumerate(others)
    )
    record_change(actor, referral, "categories")
