"""Another kind of place in the same category."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import lock_draft, new_title, record_change
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def change_kind(*, actor: Actor, referral_id: UUID, placement_kind: str, at: datetime) -> None:
    """Day, weekly, termly, 52-week, residential, foster…: as the category has them."""
    referral = lock_draft(actor, referral_id)
    content = content_of(referral.category_version_id)
    kinds = {kind.code: kind.name for kind in content.placement_kinds}
    if placement_kind not in kinds:
        raise Refused(f"Choose a kind of place that {content.name} has.", "placement_kind")
    referral.placement_kind = placement_kind
    referral.title = new_title(referral, kinds[placement_kind])
    referral.save(update_fields=["placement_kind", "title"])
    record_change(actor, referral, "kind")
