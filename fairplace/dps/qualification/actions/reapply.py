"""Apply again with a refused line: everything is carried over, only what failed is open (Q11)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.choose_lines import check_entry
from fairplace.dps.qualification.actions.move_line import begin_line
from fairplace.dps.qualification.actions.own_application import lock_draft
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.models import Application, CoreCost, Discount, Line, ServicePrice
from fairplace.dps.qualification.permissions import check_may_apply
from fairplace.dps.qualification.rules.keeping import kept_answers
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def reapply(*, actor: Actor, line_id: UUID, at: datetime) -> UUID:
    """The application that the new line is in: the one being written, or a new one.

    What was said about the provider is carried too, unless this application says it already. Refused while the place
    has a line of this category that lives, or entry is closed.
    """
    refused = Line.objects.filter(id=line_id).select_related("establishment", "application").first()
    if refused is None:
        raise NotThere
    check_may_apply(actor, refused.provider_id)
    if refused.state != LineStanding.REFUSED.value:
        raise Refused("Only a place that was refused can be put right and sent again.")
    application = lock_draft(actor, start_application(actor=actor, at=at))
    category = next(row for row in categories() if row.id == refused.category_id)
    check_entry(category, at)
    before, after = content_of(refused.category_version_id), content_of(category.version_id)
    answers = kept_answers(before, after, refused.answers)
    line = Line(
        application=application,
        provider_id=refused.provider_id,
        establishment_id=refused.establishment_id,
        category_version_id=category.version_id,
        category_id=category.id,
        state=LineStanding.DRAFT.value,
        answers=answers,
        reapplies_for=refused,
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            f"{refused.establishment.name} already has a place, or an application, in {category.name}."
        ) from None
    begin_line(line, actor=actor, at=at)
    _carry(application, refused, line)
    audit.record(
        actor=actor,
        kind=events.LINE_REAPPLIED,
        subject=line,
        about=application,
        reapplies_for=refused.id,
        establishment_id=refused.establishment_id,
        category=category.code,
    )
    return application.id


def _carry(application: Application, refused: Line, line: Line) -> None:
    """Prices of the refused line, and answers about the provider that are not given again yet."""
    before, after = content_of(refused.category_version_id), content_of(line.category_version_id)
    about = kept_answers(before, after, refused.application.answers)
    application.answers = {**about, **application.answers}
    application.save(update_fields=["answers"])
    headings = {heading.code for heading in after.headings}
    services = {service.code for service in after.services}
    costs = CoreCost.objects.filter(line=refused).values_list("heading", "weekly")
    CoreCost.objects.bulk_create(CoreCost(line=line, heading=h, weekly=w) for h, w in costs if h in headings)
    prices = ServicePrice.objects.filter(line=refused).values_list("service", "price")
    ServicePrice.objects.bulk_create(ServicePrice(line=line, service=s, price=p) for s, p in prices if s in services)
    steps = Discount.objects.filter(line=refused).values_list("kind", "from_children", "percent")
    Discount.objects.bulk_create(
        Discount(line=line, kind=kind, from_children=children, percent=percent)
        for kind, children, percent in steps
        if kind in after.discounts
    )
