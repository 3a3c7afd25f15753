"""Every council that uses Fairplace, for those who run it: in the system or not, and who looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.market.permissions import check_may_establish_system
from fairplace.foundations.audit import over_all_organisations
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """standing: "lead", "partner", "associate", or "" outside the system that is worked in. invited_until: of whoever
    is asked to be its first administrator, while the link is good. waits: their role waits for a second operator."""

    id: UUID
    name: str
    ons_code: str
    standing: str
    is_administered: bool
    invited_until: datetime | None
    waits: bool


_COUNCILS = """
    SELECT o.id, o.name, o.ons_code, coalesce(p.standing, ''),
           EXISTS (SELECT 1 FROM organisations_duty d JOIN organisations_person n ON n.id = d.person_id
                    WHERE n.organisation_id = o.id AND n.is_active AND d.role = 'administrator'),
           (SELECT max(i.expires_at) FROM organisations_colleagueinvitation i
             WHERE i.organisation_id = o.id AND 'administrator' = ANY(i.roles)
               AND i.accepted_at IS NULL AND i.taken_back_at IS NULL AND i.expires_at >= %s),
           EXISTS (SELECT 1 FROM organisations_rolechange c JOIN organisations_person n ON n.id = c.person_id
                    WHERE n.organisation_id = o.id AND c.decided_at IS NULL AND 'administrator' = ANY(c.roles))
      FROM organisations_organisation o
      LEFT JOIN market_partner p ON p.council_id = o.id
       AND p.system_id = (SELECT id FROM market_purchasingsystem ORDER BY id LIMIT 1)
     WHERE o.kind = 'council' AND o.successor_id IS NULL
     ORDER BY o.name, o.id
"""


def councils(actor: Actor, at: datetime) -> list[CouncilRow]:
    """By name; none that became part of another. One statement."""
    check_may_establish_system(actor)
    with over_all_organisations(), connection.cursor() as cursor:  # whether somebody is asked, of every council
        cursor.execute(_COUNCILS, [at])
        return [CouncilRow(*row) for row in cursor.fetchall()]
