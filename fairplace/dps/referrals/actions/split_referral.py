"""Brothers and sisters who may live apart: a referral for each, when nobody takes all (R2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals import models
from fairplace.dps.referrals.actions.change_categories import change_categories
from fairplace.dps.referrals.actions.change_facts import change_facts
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_plan import change_plan
from fairplace.dps.referrals.actions.change_state import change_state
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.draft import lock_referral
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.events import REFERRAL_SPLIT
from fairplace.dps.referrals.models import Referral, Reissue
from fairplace.dps.referrals.queries.child import called_by_family, read_identity, read_story
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.plan import read_plan
from fairplace.dps.referrals.queries.rows import CouncilReferral, load
from fairplace.dps.referrals.rules.children import ChildFacts
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.dps.referrals.rules.weights import QualityWeights
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def split_referral(*, actor: Actor, referral_id: UUID, at: datetime) -> list[UUID]:
    """Part of the competition's split, which knows that none of them was placed. A draft for each child, linked by the
    referral for all of them; a draft for all is cancelled, so that no child is in two competitions. Attachments stay
    behind: they may be about another child.
    """
    referral = lock_referral(actor, referral_id)
    if not referral.may_be_apart:
        raise Refused("Say first that these brothers and sisters may live apart.")
    if referral.state == ReferralStanding.PUBLISHED.value:
        raise Refused("Places are asked for all of them together now. Wait for the end of that, or cancel it.")
    if Reissue.objects.filter(earlier=referral).exclude(referral__state=ReferralStanding.CANCELLED.value).exists():
        raise Refused("It is issued again for all of them. Cancel that first.")
    if Referral.objects.filter(split_from=referral).exclude(state=ReferralStanding.CANCELLED.value).exists():
        raise Refused("There is a referral for each child already.")
    (row,) = load([referral_id])
    for child in row.children:
        if not child.has_identity or child.age is None:
            raise Refused(f"Write first who child {child.number} is, and how old.")
    made = [_for_one(actor, row, child, at) for child in row.children]
    if referral.state == ReferralStanding.DRAFT.value:
        because = "A referral for each child was made instead."
        change_state(actor, referral, ReferralStanding.CANCELLED, at, because)
    audit.record(actor=actor, kind=REFERRAL_SPLIT, subject=referral, about=referral, into=made)
    return made


def _for_one(actor: Actor, row: CouncilReferral, child: ChildFacts, at: datetime) -> UUID:
    """By the same actions with which an officer would write it."""
    made = start_referral(actor=actor, category_id=row.category_id, placement_kind=row.placement_kind, at=at)
    Referral.objects.filter(pk=made).update(split_from=row.id)
    common: dict[str, Any] = {"actor": actor, "referral_id": made, "at": at}
    start_on = row.start_on if row.start_on and row.start_on >= at.astimezone(LONDON).date() else None
    if start_on and row.expected_weeks and row.urgency and child.age is not None:
        change_facts(
            **common,
            age=child.age,
            gender=child.gender,
            start_on=start_on,
            expected_weeks=row.expected_weeks,
            urgency=row.urgency,
        )
    else:
        Referral.objects.filter(pk=made).update(age=child.age, gender=child.gender, urgency=row.urgency)
    items = [
        ItemAsked(
            one.kind,
            one.own_code,
            one.marks,
            one.essential,
            one.plain_name if one.in_own_words else "",
            one.provision,
        )
        for one in (*row.needs_of(child.number), *row.features_of(child.number))
    ]
    if any(item.kind == "need" for item in items):
        change_needs(**common, items=items)
    outcomes = [(one.component, one.own_wording) for one in row.outcomes if one.child in {0, child.number}]
    if outcomes:
        change_outcomes(**common, outcomes=outcomes)
    if row.price_weight is not None:
        change_weights(**common, price_weight=row.price_weight, quality_weights=QualityWeights(**row.quality_weights))
    if row.radius_miles:
        change_limit(**common, radius_miles=row.radius_miles)
    if row.other_categories:
        change_categories(**common, others=[(one.id, one.placement_kind) for one in row.other_categories])
    premium = incentive_of(row.id)
    if premium is not None:
        models.Incentive.objects.create(
            referral_id=made, kind=premium.kind, amount=premium.amount, percent=premium.percent, by=premium.by
        )
    _who(row, child, common)
    return made


def _who(row: CouncilReferral, child: ChildFacts, common: dict[str, Any]) -> None:
    """Read, recorded, and sealed anew under the child's own referral; the family is that of all."""
    actor = common["actor"]
    first = read_identity(actor=actor, referral_id=row.id)
    own = read_identity(actor=actor, referral_id=row.id, child=child.number) if child.number > 1 else first
    change_identity(
        **common,
        full_name=own.full_name,
        date_of_birth=own.date_of_birth,
        home_postcode=own.home_postcode,
        called=called_by_family(referral_id=row.id)[child.number],
        choice_by=row.choice_by,
        family_name=first.family_name,
        family_email=first.family_email,
        family_phone=first.family_phone,
    )
    if child.has_story:
        told = read_story(actor=actor, referral_id=row.id, child=child.number)
        change_story(**common, narrative=told.narrative, own_words=told.own_words, family_words=told.family_words)
    for section in read_plan(actor=actor, referral_id=row.id, child=child.number):
        change_plan(**common, code=section.code, text=section.text, stage=section.stage)
