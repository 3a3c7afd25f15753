"""Move the draft lines of an application to the criteria in force (P3): answers are kept, new questions are open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_lines
from fairplace.dps.qualification.models import CoreCost, Discount, Line, ServicePrice
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT, kept_answers
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def bring_up_to_date(*, actor: Actor, application_id: UUID, at: datetime) -> int:
    """How many lines were moved. Prices of headings, services and discounts that are gone go with them."""
    application, locked = lock_draft_lines(actor, application_id)
    in_force = {row.id: row.version_id for row in categories()}
    lines = [line for line in locked.values() if in_force.get(line.category_id) != line.category_version_id]
    for line in lines:
        before, after = content_of(line.category_version_id), content_of(in_force[line.category_id])
        put_right = {PUT_RIGHT: line.answers[PUT_RIGHT]} if PUT_RIGHT in line.answers else {}
        line.answers = {**kept_answers(before, after, line.answers), **put_right}
        line.category_version_id = in_force[line.category_id]
    Line.objects.bulk_update(lines, ["answers", "category_version"])
    _drop_what_is_gone(lines, {row.id: row.placement_kinds for row in establishments_of(application.provider_id)})
    audit.record(
        actor=actor,
        kind=events.BROUGHT_UP_TO_DATE,
        subject=application,
        about=application,
        lines=sorted(line.id for line in lines),
    )
    return len(lines)


def _drop_what_is_gone(lines: list[Line], kinds: dict[UUID, tuple[str, ...]]) -> None:
    now = {line.id: content_of(line.category_version_id) for line in lines}
    headings = {
        line.id: {one.code for one in offered_headings(now[line.id], kinds[line.establishment_id])} for line in lines
    }
    services = {line_id: {one.code for one in content.services} for line_id, content in now.items()}
    costs = CoreCost.objects.filter(line_id__in=now).values_list("id", "line_id", "heading")
    CoreCost.objects.filter(id__in=[id_ for id_, line, code in costs if code not in headings[line]]).delete()
    prices = ServicePrice.objects.filter(line_id__in=now).values_list("id", "line_id", "service")
    ServicePrice.objects.filter(id__in=[id_ for id_, line, code in prices if code not in services[line]]).delete()
    steps = Discount.objects.filter(line_id__in=now).values_list("id", "line_id", "kind")
    Discount.objects.filter(id__in=[id_ for id_, line, kind in steps if kind not in now[line].discounts]).delete()
