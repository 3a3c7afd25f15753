"""Price the additional services of a line, and give its discounts (§7.4, Q7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_line
from fairplace.dps.qualification.actions.price_line import MOST
from fairplace.dps.qualification.models import Discount, ServicePrice
from fairplace.dps.qualification.rules.discounts import Step, check_steps
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def price_extras(
    *, actor: Actor, line_id: UUID, prices: Mapping[str, Decimal], discounts: Sequence[Step], at: datetime
) -> None:
    """prices: service -> pounds for one unit. Services left out are not offered; discounts left out are not given."""
    line = lock_draft_line(actor, line_id)
    content = content_of(line.category_version_id)
    names = {service.code: service.name for service in content.services}
    if not set(prices) <= set(names):
        raise NotThere
    for service, price in prices.items():
        if not Decimal(0) <= price <= MOST or price != round(price, 2):
            raise Refused(f"“{names[service]}” must be an amount in pounds and pence.", service)
    check_steps(content.discounts, discounts)
    ServicePrice.objects.filter(line=line).delete()
    ServicePrice.objects.bulk_create(ServicePrice(line=line, service=s, price=p) for s, p in prices.items())
    Discount.objects.filter(line=line).delete()
    Discount.objects.bulk_create(
        Discount(line=line, kind=step.kind, from_children=step.from_children, percent=step.percent)
        for step in discounts
    )
    audit.record(
        actor=actor,
        kind=events.LINE_PRICED,
        subject=line,
        about=line.application_id,
        prices={service: str(price) for service, price in sorted(prices.items())},
        discounts=[f"{step.kind} from {step.from_children}: {step.percent}" for step in discounts],
    )
