"""Where the public registers and our establishments differ (X4), for the lead authority."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.organisations.models import (
    Establishment,
    EstablishmentClaim,
    RegisterChange,
    RegisterEntry,
    RegisterLook,
)
from fairplace.dps.organisations.permissions import check_may_import_registers
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.organisations.rules.register_differences import Claim, Difference, Place, Told, differences
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at it, and what they found."""

    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference of one establishment. look: while the register still says what was looked at."""

    establishment_id: UUID
    establishment: str
    provider: str
    urn: str
    register: str
    difference: Difference
    look: Look | None


def register_differences(
    actor: Actor, lead_id: UUID | None, establishment_id: UUID | None = None
) -> list[DifferenceRow]:
    """Every difference, of one establishment or of all; NotThere for strangers. Five statements for any number."""
    check_may_import_registers(actor, lead_id)
    places = Establishment.objects.exclude(urn="")
    if establishment_id is not None:
        places = places.filter(id=establishment_id)
    rows = list(places.values("id", "name", "urn", "rating", "rated_on", "provider__name").order_by("name"))
    ids = [row["id"] for row in rows]
    entries = _entries([row["urn"] for row in rows])
    told = _told(list(entries.values()))
    claims = _claims(ids)
    looks = _looks(ids)
    found: list[DifferenceRow] = []
    for row in rows:
        entry = entries.get(row["urn"])
        place = Place(row["provider__name"], row["rating"], row["rated_on"])
        for one in differences(place, told[entry.id] if entry else None, claims.get(row["id"], ())):
            seen = looks.get((row["id"], one.kind.value))
            found.append(
                DifferenceRow(
                    establishment_id=row["id"],
                    establishment=row["name"],
                    provider=row["provider__name"],
                    urn=row["urn"],
                    register=RegisterEntry.Register(entry.register).label if entry else "",
                    difference=one,
                    look=seen[1] if seen and seen[0] == one.register_says else None,
                )
            )
    return found


def _entries(urns: list[str]) -> dict[str, RegisterEntry]:
    return {entry.urn: entry for entry in RegisterEntry.objects.filter(urn__in=urns)}


def _told(entries: list[RegisterEntry]) -> dict[UUID, Told]:
    since: dict[UUID, dict[str, date]] = defaultdict(dict)
    owners: dict[UUID, list[str]] = defaultdict(list)
    changes = RegisterChange.objects.filter(entry_id__in=[entry.id for entry in entries]).order_by("at", "id")
    for change in changes.values("entry_id", "at", "fields", "changes"):
        for name in change["fields"]:
            since[change["entry_id"]][name] = change["at"].astimezone(LONDON).date()
        if "owner" in change["fields"]:
            owners[change["entry_id"]].insert(0, change["changes"]["owner"][0])
    return {
        entry.id: Told(
            status=entry.status,
            closed=entry.closed,
            in_order=entry.in_order,
            closed_on=entry.closed_on,
            owner=entry.owner,
            judgement=entry.judgement,
            inspected_on=entry.inspected_on,
            missing_since=entry.missing_since,
            first_seen=entry.first_seen_at.astimezone(LONDON).date(),
            since=since[entry.id],
            earlier_owners=tuple(owners[entry.id]),
        )
        for entry in entries
    }


def _claims(ids: list[UUID]) -> dict[UUID, list[Claim]]:
    found: dict[UUID, list[Claim]] = defaultdict(list)
    claims = EstablishmentClaim.objects.filter(establishment_id__in=ids).order_by("at")
    for row in claims.values("establishment_id", "provider__name", "words", "at"):
        on = row["at"].astimezone(LONDON).date()
        found[row["establishment_id"]].append(Claim(row["provider__name"], row["words"], on))
    return found


def _looks(ids: list[UUID]) -> dict[tuple[UUID, str], tuple[str, Look]]:
    """The last look at each difference, with what the register said then."""
    rows = list(RegisterLook.objects.filter(establishment_id__in=ids).order_by("at").values())
    names = names_of({row["by"] for row in rows}) if rows else {}
    return {
        (row["establishment_id"], row["difference"]): (
            row["register_says"],
            Look(names.get(row["by"], ""), row["at"], row["note"]),
        )
        for row in rows
    }
