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
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import read_content
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def publish_category_version(*, actor: Actor, document: Mapping[str, Any], at: datetime) -> UUID:
    """The document names its category by code; the first version makes the category. Returns the version's id.

    Refused when the document breaks a rule. What was applied for or referred under an older version stays under it.
    """
    system = PurchasingSystem.objects.select_for_update().get(id=the_system().id)
    check_may_publish_category(actor, system.lead_id)
    content = read_content(document)
    position = (Category.objects.filter(system=system).aggregate(last=Max("position"))["last"] or 0) + 1
    category, _ = Category.objects.get_or_create(
        system=system, code=content.code, defaults={"name": content.name, "position": position}
    )
    last = CategoryVersion.objects.filter(category=category).aggregate(last=Max("number"))["last"] or 0
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
