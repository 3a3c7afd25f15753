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
from fairplace.foundations.kernel.actor import SYSTEM, Actor


@transaction.atomic
def end_disclosures(
    *,
    actor: Actor,
    referral_id: UUID,
    because: str,
    at: datetime,
    keep: Collection[UUID] = (),
    only: UUID | None = None,
    until: datetime | None = None,
) -> int:
    """Every organisation's access but `keep` (or the access of `only` one) ends at `until`, at once by default.

    No job is needed: the database asks its clock. An end that is earlier already stays. Returns how many end.
    """
    end = until or at
    with audit.transaction_as(SYSTEM, everyone=True):  # the rows are the council's, and a provider may give its own up
        ended = (
            Disclosure.objects.filter(Q(until__isnull=True) | Q(until__gt=end), referral=referral_id)
            .exclude(organisation__in=list(keep))
            .filter(**({} if only is None else {"organisation": only}))
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
