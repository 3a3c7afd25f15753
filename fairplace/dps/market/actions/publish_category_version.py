"""Publish a category, or a new version of one (P3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from fairplace.dps.market import events
from fairplace.dps.market.models import Category, CategoryVersion, PurchasingSystem
from fairplace.dps.market.permissions import check_may_publish_category
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.rules.conditions import check_conditions
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def publish_category_version(*, actor: Actor, document: Mapping[str, Any], at: datetime) -> UUID:
    """The door by which a system is set up. The document names its category by code. Returns the version's id.

    A procurement officer publishes a first version only: what is in force is changed by a draft that every partner
    agrees to (P8, answer_draft). Refused when the document breaks a rule, when the notice names no such category (P1),
    and when the regime freezes the conditions for joining and this version changes them. What was applied for or
    referred under an older version stays under it.
    """
    system = PurchasingSystem.objects.select_for_update().get(id=the_system().id)
    check_may_publish_category(actor, system.lead_id)
    content = read_content(document)
    category = Category.objects.filter(system=system, code=content.code).first()
    if category is None:
        raise Refused(
            f"The notice of this system does not name the category “{content.name}”. Add it first, with a modification"
            " notice."
        )
    last = CategoryVersion.objects.filter(category=category).aggregate(last=Max("number"))["last"] or 0
    if last and not (actor.is_operator or actor == SYSTEM):
        raise Refused(f"{content.name} is in force. Draft its next version, for every partner to agree.")
    before = CategoryVersion.objects.filter(category=category).order_by("-number").first()
    if before is not None:
        check_conditions(regime_of(system.regime), content_of(before.id), content)
    version = CategoryVersion.objects.create(
        category=category, number=last + 1, in_force_from=at, content=dict(document)
    )
    audit.record(
        actor=actor,
        kind=events.CATEGORY_VERSION_PUBLISHED,
        subject=version,
        about=category,
        code=content.code,
        number=version.number,
    )
    return version.id
