"""The purchasing system that is worked in (P2), and the councils named in its notice (P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from fairplace.dps.market.models import Partner
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One purchasing system. lead: the lead contracting authority, which admits providers."""

    id: UUID
    name: str
    regime: str
    lead_id: UUID
    lead_name: str
    notice_reference: str
    terms_version: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A council's standing: lead, partner or associate."""

    council_id: UUID
    name: str
    ons_code: str
    colour: str
    standing: str


# Asked in nearly every act, so in plain SQL: what an ORM spends on wording them is several times what they take.
_SYSTEM = """
    SELECT s.id, s.name, s.regime, s.lead_id, o.name, s.notice_reference, s.terms_version, s.begins_on, s.ends_on
      FROM market_purchasingsystem s JOIN organisations_organisation o ON o.id = s.lead_id
     ORDER BY s.id
"""
_PARTNERS = """
    SELECT p.council_id, o.name, o.ons_code, o.colour, p.standing
      FROM market_partner p JOIN organisations_organisation o ON o.id = p.council_id
     WHERE p.system_id = coalesce(%s, (SELECT id FROM market_purchasingsystem ORDER BY id LIMIT 1))
       AND o.successor_id IS NULL
"""


def the_system() -> SystemRow:
    """The system that is worked in: the first established. NotThere before there is one."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SYSTEM} LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        raise NotThere
    return SystemRow(*row)


def systems() -> list[SystemRow]:
    """Every system, the one worked in first; the others are there to be read (P2)."""
    with connection.cursor() as cursor:
        cursor.execute(_SYSTEM)
        return [SystemRow(*row) for row in cursor.fetchall()]


def partners(system_id: UUID | None = None) -> list[PartnerRow]:
    """The councils of a system (the one worked in) by name, the lead first; none that became part of another."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTNERS, [system_id])
        rows = cursor.fetchall()
    if not rows and system_id is None:
        the_system()  # NotThere
    return sorted((PartnerRow(*row) for row in rows), key=lambda row: (row.standing != "lead", row.name))


def partner_ids() -> list[UUID]:
    """The councils of the system, the lead first."""
    return [row.council_id for row in partners()]


def agreeing_ids() -> list[UUID]:
    """The councils that must agree to a category, the lead first: associates are not asked (P8)."""
    return [row.council_id for row in partners() if row.standing != Partner.Standing.ASSOCIATE]
