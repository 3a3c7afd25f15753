"""The purchasing system that is worked in (P2), and the councils named in its notice (P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairplace.dps.market.models import Partner, PurchasingSystem
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


_SYSTEM = ("id", "name", "regime", "lead_id", "lead__name", "notice_reference", "terms_version", "begins_on", "ends_on")


def the_system() -> SystemRow:
    """The system that is worked in: the first established. NotThere before there is one."""
    row = PurchasingSystem.objects.order_by("id").values_list(*_SYSTEM).first()
    if row is None:
        raise NotThere
    return SystemRow(*row)


def systems() -> list[SystemRow]:
    """Every system, the one worked in first; the others are there to be read (P2)."""
    return [SystemRow(*row) for row in PurchasingSystem.objects.order_by("id").values_list(*_SYSTEM)]


def partners(system_id: UUID | None = None) -> list[PartnerRow]:
    """The councils of a system (the one worked in) by name, the lead first."""
    rows = Partner.objects.filter(system_id=system_id or the_system().id).values_list(
        "council_id", "council__name", "council__ons_code", "council__colour", "standing"
    )
    return sorted((PartnerRow(*row) for row in rows), key=lambda row: (row.standing != "lead", row.name))


def partner_ids() -> list[UUID]:
    """The councils of the system, the lead first."""
    return [row.council_id for row in partners()]


def agreeing_ids() -> list[UUID]:
    """The councils that must agree to a category, the lead first: associates are not asked (P8)."""
    return [row.council_id for row in partners() if row.standing != Partner.Standing.ASSOCIATE]
