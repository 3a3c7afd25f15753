"""An organisation may read more of a child from now on (R1)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.events import DISCLOSURE_GIVEN
from fairplace.dps.referrals.models import Disclosure
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor


@transaction.atomic
def give_disclosure(
    *, actor: Actor, referral_id: UUID, organisation_id: UUID, stage: Literal[2, 3], because: str, at: datetime
) -> None:
    """Stage 2: the story; stage 3: who the child is. Given again after it ended, it is live again.

    The later area's action has checked that the organisation is invited, or has won.
    """
    with audit.transaction_as(SYSTEM, everyone=True):  # the row is the council's, and it is the reader who opens it
        disclosure, is_new = Disclosure.objects.get_or_create(
            referral_id=referral_id,
            organisation_id=organisation_id,
            stage=stage,
            defaults={"given_at": at, "given_because": because},
        )
        if not is_new:
            if disclosure.until is None:
                return
            disclosure.given_at, disclosure.given_because, disclosure.until = at, because, None
            disclosure.save(update_fields=["given_at", "given_because", "until"])
    audit.record(
        actor=actor,
        kind=DISCLOSURE_GIVEN,
        subject=disclosure,
        about=referral_id,
        organisation=organisation_id,
        stage=stage,
        because=because,
    )
