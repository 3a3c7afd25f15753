"""Price the core costs of a line (§7.4, Q7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.own_application import lock_draft_line
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.rules.caps import offered_headings
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused

MOST = Decimal("9999999.99")


@transaction.atomic
def price_line(*, actor: Actor, line_id: UUID, costs: Mapping[str, Decimal], at: datetime) -> None:
    """costs: heading -> pounds a week for one child. Headings left out lose their price."""
    line = lock_draft_line(actor, line_id)
    headings = offered_headings(content_of(line.category_version_id), line.establishment.placement_kinds)
    names = {heading.code: heading.name for heading in headings}
    if not set(costs) <= set(names):
        raise NotThere
    for heading, weekly in costs.items():
        if not Decimal(0) <= weekly <= MOST or weekly != weekly.quantize(Decimal("0.01")):
            raise Refused(f"“{names[heading]}” must be an amount in pounds and pence.", heading)
    _write_costs(line, costs)
    audit.record(
        actor=actor,
        kind=events.LINE_PRICED,
        subject=line,
        about=line.application_id,
        costs={heading: str(weekly) for heading, weekly in sorted(costs.items())},
    )


_WRITE = """
    WITH gone AS (DELETE FROM qualification_corecost WHERE line_id = %(line)s AND heading <> ALL(%(headings)s))
    INSERT INTO qualification_corecost AS kept (id, line_id, heading, weekly)
    SELECT id, %(line)s, heading, weekly
      FROM unnest(%(ids)s::uuid[], %(headings)s::text[], %(weekly)s::numeric[]) AS said(id, heading, weekly)
        ON CONFLICT (line_id, heading) DO UPDATE SET weekly = excluded.weekly WHERE kept.weekly <> excluded.weekly
"""


def _write_costs(line: Line, costs: Mapping[str, Decimal]) -> None:
    """The costs of a draft line, in place of those it had; what stays the same is not written again."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "line": line.id,
                "headings": list(costs),
                "weekly": list(costs.values()),
                "ids": [new_id() for _ in costs],
            },
        )
