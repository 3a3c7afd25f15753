"""Councils and categories are fixed in the notice: one more demands a modification notice (P1, §4.3)."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from fairplace.dps.market import events
from fairplace.dps.market.actions.notice_part import check_reason, lock_system, record_notice
from fairplace.dps.market.models import Category, Partner
from fairplace.dps.organisations.queries.organisations import council_by_ons_code
from fairplace.dps.organisations.rules.ons_codes import read_ons_code
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")


@transaction.atomic
def add_partner(
    *,
    actor: Actor,
    system_id: UUID,
    ons_code: str,
    standing: str,
    because: str,
    notice_reference: str,
    at: datetime,
) -> None:
    """standing: partner or associate. Refused without the modification notice's reference, saying which it is."""
    system, regime = lock_system(actor, system_id)
    code = read_ons_code(ons_code)
    council = council_by_ons_code(code)
    if council is None:
        raise Refused(
            f"No council with the code {code} uses Fairplace. Ask those who run it to register the council first.",
            "ons_code",
        )
    if standing not in {Partner.Standing.PARTNER.value, Partner.Standing.ASSOCIATE.value}:
        raise Refused("Select partner or associate.", "standing")
    named = Partner.objects.filter(system=system, council_id=council.id).first()
    if named is not None:
        raise Refused(f"{council.name} is in the notice already: {named.get_standing_display().lower()}.", "ons_code")
    reason = check_reason(because)
    label = Partner.Standing(standing).label.lower()
    notice = record_notice(
        actor=actor,
        system=system,
        regime=regime,
        act="modify",
        reference=notice_reference,
        about=f"{council.name} added as {label}",
        at=at,
    )
    Partner.objects.create(system=system, council_id=council.id, standing=standing)
    audit.record(
        actor=actor,
        kind=events.PARTNER_NAMED,
        subject=system,
        council_id=council.id,
        standing=standing,
        because=reason,
        notice_reference=notice.reference,
    )


@transaction.atomic
def add_category(
    *, actor: Actor, system_id: UUID, code: str, name: str, because: str, notice_reference: str, at: datetime
) -> UUID:
    """A category that the notice did not name; its criteria are drafted afterwards. Returns the category."""
    system, regime = lock_system(actor, system_id)
    code, name = code.strip().lower(), " ".join(name.split())
    if not _CODE.fullmatch(code):
        raise Refused("Enter a short code in small letters, digits and hyphens, for example short-breaks.", "code")
    if not name:
        raise Refused("Enter the name of the category.", "name")
    if Category.objects.filter(system=system, code=code).exists():
        raise Refused(f"There is a category with the code {code} already.", "code")
    reason = check_reason(because)
    notice = record_notice(
        actor=actor,
        system=system,
        regime=regime,
        act="modify",
        reference=notice_reference,
        about=f"Category {name} added",
        at=at,
    )
    position = (Category.objects.filter(system=system).aggregate(last=Max("position"))["last"] or 0) + 1
    category = Category.objects.create(system=system, code=code, name=name, position=position)
    audit.record(
        actor=actor,
        kind=events.CATEGORY_NAMED,
        subject=category,
        about=system,
        code=code,
        because=reason,
        notice_reference=notice.reference,
    )
    return category.id
