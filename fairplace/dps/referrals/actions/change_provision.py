"""How much of each need, how often and by whom (R2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import check_child, lock_draft, record_change
from fairplace.dps.referrals.models import ReferralItem
from fairplace.dps.referrals.rules.provision import Provision, check_provision
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def change_provision(
    *, actor: Actor, referral_id: UUID, provisions: Mapping[str, Provision], at: datetime, child: int = 1
) -> None:
    """By the code of a need that the referral asks for; what is not named stays. Refused with `amount_<code>`…"""
    referral = lock_draft(actor, referral_id)
    check_child(referral, child)
    needs = ReferralItem.objects.filter(referral=referral, child=child, kind=ReferralItem.Kind.NEED)
    rows = {row.code: row for row in needs}
    for code, provision in provisions.items():
        if code not in rows:
            raise Refused("Choose the need first.")
        try:
            check_provision(provision)
        except Refused as refused:
            raise Refused(refused.sentence, f"{refused.field}_{code}") from None
        for name in Provision.__slots__:
            setattr(rows[code], name, getattr(provision, name))
    ReferralItem.objects.bulk_update(rows.values(), Provision.__slots__)
    record_change(actor, referral, "needs", child)
