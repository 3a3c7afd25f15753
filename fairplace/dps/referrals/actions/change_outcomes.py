"""What is hoped for, under the components of the outcomes framework (O1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import check_child, lock_draft, record_change
from fairplace.dps.referrals.models import ReferralOutcome
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

MOST_CHARACTERS = 400


@transaction.atomic
def change_outcomes(
    *, actor: Actor, referral_id: UUID, outcomes: Sequence[tuple[str, str]], at: datetime, child: int = 0
) -> None:
    """Pairs of a component's code and the wording that all who are invited will read.

    child 0: for all children of the referral. One of several may have outcomes of its own besides, or none.
    """
    referral = lock_draft(actor, referral_id)
    if child:
        check_child(referral, child)
    components = {one.code for one in content_of(referral.category_version_id).components}
    if not outcomes and not child:
        raise Refused("Choose at least one outcome that is hoped for.", "components")
    for component, wording in outcomes:
        if component not in components:
            raise Refused("Choose outcomes from the framework.", "components")
        if not wording.strip():
            raise Refused("Say what is hoped for.", f"wording_{component}")
        if len(wording) > MOST_CHARACTERS:
            raise Refused(f"Shorten the outcome to {MOST_CHARACTERS} characters.", f"wording_{component}")
    ReferralOutcome.objects.filter(referral=referral, child=child).delete()
    ReferralOutcome.objects.bulk_create(
        ReferralOutcome(referral=referral, child=child, component=component, wording=wording.strip(), position=position)
        for position, (component, wording) in enumerate(outcomes)
    )
    record_change(actor, referral, "outcomes", child)
