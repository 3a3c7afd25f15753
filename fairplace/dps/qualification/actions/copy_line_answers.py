"""Copy the answers of one line to others, in one click (Q2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_lines
from fairplace.dps.qualification.models import CoreCost, Discount, Line, ServicePrice
from fairplace.dps.qualification.queries.line_form import line_forms
from fairplace.dps.qualification.rules.copying import copy_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def copy_line_answers(
    *, actor: Actor, application_id: UUID, from_line_id: UUID, line_ids: Collection[UUID], at: datetime
) -> int:
    """Statements and other words of the offer, costs, prices and discounts (rules.copying); how many lines changed.

    A fixed number of statements, however many lines.
    """
    if not line_ids:
        raise Refused("Select at least one place to copy to.", "to")
    application, lines = lock_draft_lines(actor, application_id, line_ids)
    forms = {form.line.id: form for form in line_forms([from_line_id, *lines])}
    source = forms.pop(from_line_id, None)
    if source is None or source.line.provider_id != application.provider_id or from_line_id in lines:
        raise NotThere
    copies = {form.line.id: copy_of(source, form) for form in forms.values()}
    for line_id, copy in copies.items():
        lines[line_id].answers = {**lines[line_id].answers, **copy.answers}
    Line.objects.bulk_update(lines.values(), ["answers"])
    for model, of in ((CoreCost, "costs"), (ServicePrice, "prices"), (Discount, "discounts")):
        taking = [line_id for line_id, copy in copies.items() if getattr(copy, of) is not None]
        model.objects.filter(line_id__in=taking).delete()
    CoreCost.objects.bulk_create(
        CoreCost(line_id=line_id, heading=heading, weekly=weekly)
        for line_id, copy in copies.items()
        for heading, weekly in (copy.costs or {}).items()
    )
    ServicePrice.objects.bulk_create(
        ServicePrice(line_id=line_id, service=service, price=price)
        for line_id, copy in copies.items()
        for service, price in (copy.prices or {}).items()
    )
    Discount.objects.bulk_create(
        Discount(line_id=line_id, kind=step.kind, from_children=step.from_children, percent=step.percent)
        for line_id, copy in copies.items()
        for step in copy.discounts or ()
    )
    changed = [line_id for line_id, copy in copies.items() if copy.taken]
    audit.record(
        actor=actor,
        kind=events.ANSWERS_COPIED,
        subject=application,
        about=application,
        from_line_id=from_line_id,
        lines=sorted(changed),
    )
    return len(changed)
