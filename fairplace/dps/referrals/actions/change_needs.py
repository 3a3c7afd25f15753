"""What the child needs and what the place should be like, with marks (R2, §8.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import check_child, lock_draft, record_change
from fairplace.dps.referrals.models import ReferralItem
from fairplace.dps.referrals.rules.facts import OWN, AskedFor
from fairplace.dps.referrals.rules.provision import Provision
from fairplace.dps.referrals.rules.readiness import item_faults
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

MOST_CHARACTERS = 120


class ItemAsked(NamedTuple):
    """kind: need or feature. code: of the category's library; or it begins with OWN, and own_words name it."""

    kind: str
    code: str
    marks: Decimal
    essential: bool = False
    own_words: str = ""
    provision: Provision | None = None


@transaction.atomic
def change_needs(*, actor: Actor, referral_id: UUID, items: Sequence[ItemAsked], at: datetime, child: int = 1) -> None:
    """All needs and features of a child anew, named as the category names them or in the officer's own words.

    How much, how often and by whom stays with an item whose code stays, unless it is given anew.
    """
    referral = lock_draft(actor, referral_id)
    check_child(referral, child)
    content = content_of(referral.category_version_id)
    names = {("need", item.code): item.name for item in content.needs}
    names |= {("feature", item.code): item.name for item in content.features}
    names |= {(item.kind, item.code): _own_name(item) for item in items if item.code.startswith(OWN)}
    if any((item.kind, item.code) not in names for item in items) or len({item[:2] for item in items}) < len(items):
        raise Refused("Choose needs and features from the category's list, each once.")
    asked = [AskedFor(item.kind, item.code, names[item.kind, item.code], item.marks, item.essential) for item in items]
    for fault in item_faults(asked):
        raise Refused(fault.sentence, fault.field or None)
    kept = {(row.kind, row.code): row for row in ReferralItem.objects.filter(referral=referral, child=child)}
    ReferralItem.objects.filter(referral=referral, child=child).delete()
    ReferralItem.objects.bulk_create(
        ReferralItem(
            referral=referral,
            child=child,
            kind=item.kind,
            code=item.code,
            name=names[item.kind, item.code],
            marks=item.marks,
            essential=item.essential,
            position=position,
            **_provision(item, kept.get((item.kind, item.code))),
        )
        for position, item in enumerate(items)
    )
    record_change(actor, referral, "needs", child)


def _own_name(item: ItemAsked) -> str:
    name = " ".join(item.own_words.split())
    if item.kind not in ReferralItem.Kind.values or not name:
        raise Refused("Write what is needed in a few words.", f"pick_{item.code}")
    if len(name) > MOST_CHARACTERS:
        raise Refused(f"Shorten it to {MOST_CHARACTERS} characters.", f"pick_{item.code}")
    return name


def _provision(item: ItemAsked, before: ReferralItem | None) -> dict[str, object]:
    told: Provision | ReferralItem | None = item.provision or before
    return {name: getattr(told, name) for name in Provision.__slots__} if told else {}
