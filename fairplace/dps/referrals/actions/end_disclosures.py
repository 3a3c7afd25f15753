"""Those who did not win lose access by themselves (R1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fairplace.dps.referrals.events import DISCLOSURE_ENDED
from fairplace.dps.referrals.models import Disclosure
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def end_disclosures(
    *,
    actor: Actor,
    referral_id: UUID,
    because: str,
    at: datetime,
    keep: Collection[UUID] = (),
    until: datetime | None = None,
) -> int:
    """Every organisation's access but `keep` ends at `until`, at once by default: the database needs no job for it.

    An end that is earlier already stays. Returns how many end.
    """
    end = until or at
    ended = (
        Disclosure.objects.filter(Q(until__isnull=True) | Q(until__gt=end), referral=referral_id)
        .exclude(organisation__in=list(keep))
        .update(until=end)
    )
    if ended:
        audit.record(
            actor=actor,
            kind=DISCLOSURE_ENDED,
            subject=audit.Subject("referrals.referral", referral_id),
            about=referral_id,
            ended=ended,
            until=end,
            because=because,
        )
    return ended
