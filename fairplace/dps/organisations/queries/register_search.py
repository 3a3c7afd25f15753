"""Finding an establishment in the imported registers, by number or by name (Q1, X4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, When

from fairplace.dps.organisations.models import Establishment, RegisterEntry
from fairplace.dps.organisations.rules.register_facts import spelled
from fairplace.foundations.audit import over_all_organisations

MOST_WORDS = 8
_NUMBER = re.compile(r"(SC)?[0-9]{3,8}")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An entry as pages show it. name is empty where the register keeps it back. our_kind: Establishment.Kind or ""."""

    id: UUID
    register: str
    urn: str
    name: str
    kind: str
    our_kind: str
    status: str
    closed: bool
    in_order: bool
    closed_on: date | None
    age_from: int | None
    age_to: int | None
    takes: str
    places: int | None
    section_41: bool | None
    address: str
    postcode: str
    council_area: str
    owner: str
    judgement: str
    judgements: dict[str, str]
    inspected_on: date | None
    linked_urn: str
    first_seen_at: datetime
    missing_since: date | None

    @property
    def register_name(self) -> str:
        return RegisterEntry.Register(self.register).label

    @property
    def shown_name(self) -> str:
        """A home's name is kept back by its regulator, to protect children."""
        where = f" in {self.council_area}" if self.council_area else ""
        return self.name or f"{self.kind}{where}"


@dataclass(frozen=True, slots=True)
class Found:
    """rows: at most as many as asked for. more: whether there were others."""

    rows: list[RegisterRow]
    more: bool = False


def find_in_register(text: str, limit: int = 20) -> Found:
    """By URN in any spelling ("sc 376060"), else by words that all stand in the name.

    Homes whose name the register keeps back are found by their number only. Ours first: kinds that may join, then open.
    """
    number = spelled(text)
    if _NUMBER.fullmatch(number):
        bare = number.removeprefix("SC")
        wanted = Q(urn__in=[bare, f"SC{bare}", f"SC{bare.zfill(6)}"])
    else:
        words = text.replace("\0", " ").replace("’", "'").split()[:MOST_WORDS]
        if sum(map(len, words)) < 3:
            return Found([])
        wanted = ~Q(name="")
        for word in words:
            wanted &= Q(name__icontains=word)
    other = Case(When(our_kind="", then=1), default=0)
    found = RegisterEntry.objects.filter(wanted).order_by(other, "closed", "name", "urn")
    rows = [_row(row) for row in found.values(*RegisterRow.__dataclass_fields__)[: limit + 1]]
    return Found(rows[:limit], len(rows) > limit)


def register_entry(register: str, urn: str) -> RegisterRow | None:
    """One entry, or None."""
    known = register if register in RegisterEntry.Register.values else ""
    found = RegisterEntry.objects.filter(register=known, urn=spelled(urn)).values(*RegisterRow.__dataclass_fields__)
    return next((_row(row) for row in found), None)


def register_entries(urns: Iterable[str]) -> dict[str, RegisterRow]:
    """The entries with these numbers, by number; those in no register are left out."""
    found = RegisterEntry.objects.filter(urn__in=[spelled(urn) for urn in urns if urn])
    return {row["urn"]: _row(row) for row in found.values(*RegisterRow.__dataclass_fields__)}


def register_is_there() -> bool:
    """Whether any register was imported: before that nothing can be found, and that means nothing."""
    return RegisterEntry.objects.exists()


def providers_of(urns: Iterable[str]) -> dict[str, UUID]:
    """Which provider has added the establishment with this number, for those that are added."""
    with over_all_organisations():  # whose a number of a public register is
        return dict(Establishment.objects.filter(urn__in=list(urns)).values_list("urn", "provider_id"))


def _row(values: dict[str, object]) -> RegisterRow:
    return RegisterRow(**values)  # type: ignore[arg-type]
