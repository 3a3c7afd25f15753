"""What the child needs and what the place should be like, with marks (§8.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import lock_draft, record_change
from fairplace.dps.referrals.models import ReferralItem
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.dps.referrals.rules.readiness import item_faults
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


class ItemAsked(NamedTuple):
    """kind: need or feature; code: of the category's taxonomy."""

    kind: str
    code: str
    marks: Decimal
    essential: bool = False


@transaction.atomic
def change_needs(*, actor: Actor, referral_id: UUID, items: Sequence[ItemAsked], at: datetime) -> None:
    """All needs and features anew, named as the category names them."""
    referral = lock_draft(actor, referral_id)
    content = content_of(referral.category_version_id)
    names = {("need", item.code): item.name for item in content.needs}
    names |= {("feature", item.code): item.name for item in content.features}
    if any((item.kind, item.code) not in names for item in items) or len({item[:2] for item in items}) < len(items):
        raise Refused("Choose needs and features from the category's list, each once.")
    asked = [AskedFor(item.kind, item.code, names[item.kind, item.code], item.marks, item.essential) for item in items]
    for fault in item_faults(asked):
        raise Refused(fault.sentence, fault.field or None)
    ReferralItem.objects.filter(referral=referral).delete()
    ReferralItem.objects.bulk_create(
        ReferralItem(
            referral=referral,
            kind=item.kind,
            code=item.code,
            name=item.name,
            marks=item.marks,
            essential=item.essential,
            position=position,
        )
        for position, item in enumerate(asked)
    )
    record_change(actor, referral, "needs")
