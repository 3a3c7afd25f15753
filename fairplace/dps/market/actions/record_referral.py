"""A referral of a category goes to the market: may it, and was it the first? (P4)"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.market.models import CategoryVersion, FirstReferral, PurchasingSystem
from fairplace.dps.market.queries.entry import entry_of
from fairplace.dps.market.rules.entry import check_referral
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def record_referral(*, category_version_id: UUID, at: datetime) -> None:
    """Called by publication, in its transaction. Refused, citing the rule, in an extended initial evaluation, before
    the first window to join is over, or when the system has ended.
    """
    category_id = CategoryVersion.objects.filter(id=category_version_id).values_list("category_id", flat=True).first()
    if category_id is None:
        raise NotThere
    with connection.cursor() as cursor:  # shared among publications; a change of entry waits, or is waited for
        cursor.execute("SELECT 1 FROM market_category WHERE id = %s FOR KEY SHARE", [category_id])
    system = PurchasingSystem.objects.get(
        id__in=CategoryVersion.objects.filter(id=category_version_id).values("category__system_id")
    )
    check_referral(
        regime_of(system.regime),
        entry_of(category_id, at),
        today=at.astimezone(LONDON).date(),
        begins_on=system.begins_on,
        ends_on=system.ends_on,
    )
    FirstReferral.objects.bulk_create([FirstReferral(category_id=category_id, at=at)], ignore_conflicts=True)
