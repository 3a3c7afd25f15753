"""One child, brothers and sisters, or several children for one place (R2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import lock_draft, new_title, record_change
from fairplace.dps.referrals.models import (
    ChildIdentity,
    ChildStory,
    FurtherChild,
    PlanSection,
    Referral,
    ReferralItem,
    ReferralOutcome,
)
from fairplace.dps.referrals.rules.age_bands import OLDEST, YOUNGEST
from fairplace.dps.referrals.rules.children import MOST_CHILDREN, SIBLING
from fairplace.dps.referrals.rules.eligibility import TAKEN_WITH
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

_OF_A_CHILD = (ReferralItem, ReferralOutcome, ChildIdentity, ChildStory, PlanSection)


@transaction.atomic
def change_children(*, actor: Actor, referral_id: UUID, several: str, may_be_apart: bool = False, at: datetime) -> None:
    """several: "", sibling or cohort. The second child is there at once. "" takes every child but the first away."""
    referral = lock_draft(actor, referral_id)
    if several not in Referral.Several.values:
        raise Refused("Say whether the referral is for one child or for several.", "several")
    further = FurtherChild.objects.filter(referral=referral)
    if several and not further.exists():
        FurtherChild.objects.create(referral=referral, number=2)
    if not several:
        for model in _OF_A_CHILD:
            model.objects.filter(referral=referral, child__gt=1).delete()
        ReferralOutcome.objects.filter(referral=referral, child=1).update(child=0)
        further.delete()
    referral.several = several
    referral.may_be_apart = may_be_apart and several == SIBLING
    _save(actor, referral)


@transaction.atomic
def add_child(*, actor: Actor, referral_id: UUID, at: datetime) -> int:
    """Returns the number of the child."""
    referral = lock_draft(actor, referral_id)
    if not referral.several:
        raise Refused("Say first that the referral is for several children.")
    last = FurtherChild.objects.filter(referral=referral).aggregate(last=Max("number"))["last"] or 1
    if last >= MOST_CHILDREN:
        raise Refused(f"A referral is for {MOST_CHILDREN} children at most: for more, ask for a block of places.")
    FurtherChild.objects.create(referral=referral, number=last + 1)
    _save(actor, referral)
    return int(last) + 1


@transaction.atomic
def remove_child(*, actor: Actor, referral_id: UUID, child: int, at: datetime) -> None:
    """With all that is written of it; those behind move up. The first child stays: it is the referral's own."""
    referral = lock_draft(actor, referral_id)
    further = FurtherChild.objects.filter(referral=referral)
    if not further.filter(number=child).exists():
        raise NotThere
    if further.count() == 1:
        raise Refused("Two children are the fewest of several. Say that the referral is for one child instead.")
    further.filter(number=child).delete()
    further.filter(number__gt=child).update(number=F("number") - 1)
    for model in _OF_A_CHILD:
        rows = model.objects.filter(referral=referral)
        rows.filter(child=child).delete()
        rows.filter(child__gt=child).update(child=F("child") - 1)
    _save(actor, referral)


@transaction.atomic
def change_child_facts(*, actor: Actor, referral_id: UUID, child: int, age: int, gender: str, at: datetime) -> None:
    """Age and gender of child 2, 3, …; those of the first are the referral's (change_facts)."""
    referral = lock_draft(actor, referral_id)
    row = FurtherChild.objects.filter(referral=referral, number=child).first()
    if row is None:
        raise NotThere
    if not YOUNGEST <= age <= OLDEST:
        raise Refused(f"The age must be from {YOUNGEST} to {OLDEST}.", "age")
    if gender and gender not in TAKEN_WITH:
        raise Refused("Choose girl, boy, or that it does not matter.", "gender")
    row.age, row.gender = age, gender
    row.save(update_fields=["age", "gender"])
    record_change(actor, referral, "facts", child)


def _save(actor: Actor, referral: Referral) -> None:
    content = content_of(referral.category_version_id)
    names = {kind.code: kind.name for kind in content.placement_kinds}
    referral.title = new_title(referral, names.get(referral.placement_kind, content.name))
    referral.save(update_fields=["several", "may_be_apart", "title"])
    record_change(actor, referral, "children")
