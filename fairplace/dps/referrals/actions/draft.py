"""A draft being written: found, locked and recorded as changed in the same way by every change (R2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F

from fairplace.dps.referrals.events import REFERRAL_CHANGED
from fairplace.dps.referrals.models import FurtherChild, Referral
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.children import counted_children
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_referral(actor: Actor, referral_id: UUID) -> Referral:
    """The referral, locked until the transaction ends. NotThere for another council's."""
    referral = Referral.objects.select_for_update().filter(pk=referral_id).first()
    if referral is None:
        raise NotThere
    check_may_write_referral(actor, referral.council_id)
    return referral


def lock_draft(actor: Actor, referral_id: UUID) -> Referral:
    """The same, refused once it is published: what was put to the market does not change."""
    referral = lock_referral(actor, referral_id)
    if referral.state != ReferralStanding.DRAFT.value:
        raise Refused("This referral has been published, so it can no longer be changed.")
    return referral


def check_child(referral: Referral, child: int) -> None:
    """NotThere for a child that this referral has not."""
    if child != 1 and not FurtherChild.objects.filter(referral=referral, number=child).exists():
        raise NotThere


def record_change(actor: Actor, referral: Referral, part: str, child: int = 1) -> None:
    """Which part changed, and whose; what it says stays in the referral. An approval was of what stood before."""
    Referral.objects.filter(pk=referral.pk).update(revision=F("revision") + 1, changed_by=actor.person_id)
    whose: dict[str, Any] = {"child": child} if referral.several else {}
    audit.record(actor=actor, kind=REFERRAL_CHANGED, subject=referral, about=referral, part=part, **whose)


def new_title(referral: Referral, placement_kind_name: str) -> str:
    """The title as it should be now."""
    children = 1 + FurtherChild.objects.filter(referral=referral).count() if referral.several else 1
    return title_of(placement_kind_name, referral.age, referral.several, children)


def title_of(placement_kind_name: str, age: int | None, several: str = "", children: int = 1) -> str:
    """ "Day place, 11 to 13 years", "Day place, 3 brothers and sisters": how lists and letters call the referral."""
    if several:
        return f"{placement_kind_name}, {counted_children(several, children)}"
    return placement_kind_name if age is None else f"{placement_kind_name}, {age_band(age)}"
