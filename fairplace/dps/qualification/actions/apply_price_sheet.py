"""Take the prices of many lines from a checked workbook, in one transaction (Q7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_lines
from fairplace.dps.qualification.models import CoreCost, Discount, Line, ServicePrice
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.discounts import check_steps
from fairplace.dps.qualification.rules.price_sheet import MOST, LinePrices
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def apply_price_sheet(*, actor: Actor, application_id: UUID, changes: Sequence[LinePrices], at: datetime) -> int:
    """How many lines changed. What came back from the browser is checked again, all of it."""
    if not changes:
        raise Refused("Nothing in this workbook changes a price.")
    application, lines = lock_draft_lines(actor, application_id, [change.line_id for change in changes])
    kinds = {row.id: row.placement_kinds for row in establishments_of(application.provider_id)}
    for change in changes:
        _check(lines[change.line_id], kinds, change)
    ids = list(lines)
    CoreCost.objects.filter(line_id__in=ids).delete()
    ServicePrice.objects.filter(line_id__in=ids).delete()
    Discount.objects.filter(line_id__in=ids).delete()
    CoreCost.objects.bulk_create(
        CoreCost(line_id=c.line_id, heading=code, weekly=weekly) for c in changes for code, weekly in c.costs.items()
    )
    ServicePrice.objects.bulk_create(
        ServicePrice(line_id=c.line_id, service=code, price=price) for c in changes for code, price in c.prices.items()
    )
    Discount.objects.bulk_create(
        Discount(line_id=c.line_id, kind=step.kind, from_children=step.from_children, percent=step.percent)
        for c in changes
        for step in c.discounts
    )
    audit.record(actor=actor, kind=events.PRICES_IMPORTED, subject=application, about=application, lines=sorted(ids))
    return len(ids)


def _check(line: Line, kinds: dict[UUID, tuple[str, ...]], change: LinePrices) -> None:
    content = content_of(line.category_version_id)
    headings = {heading.code for heading in offered_headings(content, kinds[line.establishment_id])}
    services = {service.code for service in content.services}
    if not set(change.costs) <= headings or not set(change.prices) <= services:
        raise NotThere
    for amount in (*change.costs.values(), *change.prices.values()):
        if not Decimal(0) <= amount <= MOST or amount != round(amount, 2):
            raise Refused("Every amount is in pounds and pence, £0 or more.")
    check_steps(content.discounts, change.discounts)
