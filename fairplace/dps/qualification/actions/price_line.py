"""Price the core costs of a line (§7.4, Q7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_line
from fairplace.dps.qualification.models import CoreCost, Line
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

MOST = Decimal("9999999.99")


@transaction.atomic
def price_line(*, actor: Actor, line_id: UUID, costs: Mapping[str, Decimal], at: datetime) -> None:
    """costs: heading -> pounds a week for one child. Headings left out lose their price."""
    line = lock_draft_line(actor, line_id)
    establishment = establishment_rows([line.establishment_id])[line.establishment_id]
    headings = offered_headings(content_of(line.category_version_id), establishment.placement_kinds)
    names = {heading.code: heading.name for heading in headings}
    if not set(costs) <= set(names):
        raise NotThere
    for heading, weekly in costs.items():
        if not Decimal(0) <= weekly <= MOST or weekly != weekly.quantize(Decimal("0.01")):
            raise Refused(f"“{names[heading]}” must be an amount in pounds and pence.", heading)
    write_costs(line, costs)
    audit.record(
        actor=actor,
        kind=events.LINE_PRICED,
        subject=line,
        about=line.application_id,
        costs={heading: str(weekly) for heading, weekly in sorted(costs.items())},
    )


def write_costs(line: Line, costs: Mapping[str, Decimal]) -> None:
    """The costs of a draft line, in place of those it had. The caller holds the line locked."""
    CoreCost.objects.filter(line=line).delete()
    CoreCost.objects.bulk_create(
        CoreCost(line=line, heading=heading, weekly=weekly) for heading, weekly in costs.items()
    )
