"""Where the public registers and our establishments differ (X4), for the lead authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.models import (
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


_MAY_DIFFER = """
    SELECT e.id, e.name, o.name, e.urn, e.rating, e.rated_on, r.id, r.register, r.status, r.closed, r.in_order,
           r.closed_on, r.owner, r.judgement, r.inspected_on, r.missing_since, r.first_seen_at,
           EXISTS (SELECT FROM organisations_establishmentclaim c WHERE c.establishment_id = e.id) AS claimed
      FROM organisations_establishment e
      JOIN organisations_organisation o ON o.id = e.provider_id
      LEFT JOIN organisations_registerentry r ON r.urn = e.urn
     WHERE e.urn <> '' AND (%(only)s::uuid IS NULL OR e.id = %(only)s)
       AND (r.closed OR NOT r.in_order OR r.missing_since IS NOT NULL
            OR r.owner <> '' AND lower(r.owner) <> lower(o.name)
            OR e.rating <> '' AND r.judgement <> ''
               AND (e.rated_on IS NULL OR e.rated_on < r.inspected_on
                    OR e.rated_on = r.inspected_on
                       AND lower(e.rating) <> regexp_replace(lower(r.judgement), ' to be good$', ''))
            OR EXISTS (SELECT FROM organisations_establishmentclaim c WHERE c.establishment_id = e.id))
     ORDER BY e.name, e.id, r.register
"""
"""Of places that the register tells of as we do, nothing is read: that is nearly all of them. Whether the others
differ, the rule decides: two spellings of one owner do not."""


def register_differences(
    actor: Actor, lead_id: UUID | None, establishment_id: UUID | None = None
) -> list[DifferenceRow]:
    """Every difference, of one establishment or of all; NotThere for strangers. Five statements for any number."""
    check_may_import_registers(actor, lead_id)
    with connection.cursor() as cursor:
        cursor.execute(_MAY_DIFFER, {"only": establishment_id})
        rows = {row[0]: row for row in cursor.fetchall() if row[-1] or _differs(row)}
    told = _told([row[6:-1] for row in rows.values() if row[6] is not None])
    claims = _claims(list(rows))
    looks = _looks(list(rows))
    found: list[DifferenceRow] = []
    for place_id, name, provider, urn, rating, rated_on, entry_id, register, *_ in rows.values():
        for one in differences(Place(provider, rating, rated_on), told.get(entry_id), claims.get(place_id, ())):
            seen = looks.get((place_id, one.kind.value))
            found.append(
                DifferenceRow(
                    establishment_id=place_id,
                    establishment=name,
                    provider=provider,
                    urn=urn,
                    register=RegisterEntry.Register(register).label if register else "",
                    difference=one,
                    look=seen[1] if seen and seen[0] == one.register_says else None,
                )
            )
    return found


def _told(entries: list[tuple[Any, ...]]) -> dict[UUID, Told]:
    """entries: from the entry's id on, as they were read."""
    since: dict[UUID, dict[str, date]] = defaultdict(dict)
    owners: dict[UUID, list[str]] = defaultdict(list)
    changes = RegisterChange.objects.filter(entry_id__in=[entry[0] for entry in entries]).order_by("at", "id")
    for change in changes.values("entry_id", "at", "fields", "changes"):
        for name in change["fields"]:
            since[change["entry_id"]][name] = change["at"].astimezone(LONDON).date()
        if "owner" in change["fields"]:
            owners[change["entry_id"]].insert(0, change["changes"]["owner"][0])
    return {entry[0]: _as_told(entry, since[entry[0]], owners[entry[0]]) for entry in entries}


def _differs(row: tuple[Any, ...]) -> bool:
    """By the rule, which needs to know nothing of what was changed when: that is read of those alone that differ."""
    *_, provider, _, rating, rated_on = row[:6]
    return row[6] is not None and bool(differences(Place(provider, rating, rated_on), _as_told(row[6:-1], {}, ())))


def _as_told(entry: tuple[Any, ...], since: Mapping[str, date], earlier_owners: Iterable[str]) -> Told:
    _, _, status, closed, in_order, closed_on, owner, judgement, inspected_on, missing_since, first_seen_at = entry
    return Told(
        status=status,
        closed=closed,
        in_order=in_order,
        closed_on=closed_on,
        owner=owner,
        judgement=judgement,
        inspected_on=inspected_on,
        missing_since=missing_since,
        first_seen=first_seen_at.astimezone(LONDON).date(),
        since=since,
        earlier_owners=tuple(earlier_owners),
    )


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
