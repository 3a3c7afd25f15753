"""An officer starts to write what a child needs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.referrals.actions.draft import title_of
from fairplace.dps.referrals.events import REFERRAL_STARTED
from fairplace.dps.referrals.models import Referral, ReferralState
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.dps.referrals.rules.references import reference_for
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def start_referral(*, actor: Actor, category_id: UUID, placement_kind: str, at: datetime) -> UUID:
    """A draft in a category, under the version that is in force now. Refused for a kind of place it has not."""
    if actor.organisation_id is None or actor.person_id is None:
        raise NotThere
    check_may_write_referral(actor, actor.organisation_id)
    version_id = next((row.version_id for row in categories() if row.id == category_id), None)
    if version_id is None:
        raise Refused("Choose a category of the system.", "category")
    content = content_of(version_id)
    kinds = {kind.code: kind.name for kind in content.placement_kinds}
    if not content.filled:
        raise Refused(f"{content.name} cannot take referrals yet.", "category")
    if placement_kind not in kinds:
        raise Refused(f"Choose a kind of place that {content.name} has.", "placement_kind")
    key = _free_key()
    referral = Referral.objects.create(
        id=key,
        reference=reference_for(key),
        council_id=actor.organisation_id,
        category_id=category_id,
        category_version_id=version_id,
        state=ReferralStanding.DRAFT.value,
        written_by_id=actor.person_id,
        started_at=at,
        placement_kind=placement_kind,
        title=title_of(kinds[placement_kind], None),
    )
    ReferralState.objects.create(referral=referral, came_from="", became=referral.state, at=at, by_id=actor.person_id)
    audit.record(actor=actor, kind=REFERRAL_STARTED, subject=referral, about=referral, reference=referral.reference)
    return referral.pk


def _free_key() -> UUID:
    """A key whose reference is free: short enough to say on the telephone, references meet once in a great while."""
    with audit.over_all_organisations():  # a reference is one council's alone
        while Referral.objects.filter(reference=reference_for(key := new_id())).exists():
            pass
    return key
