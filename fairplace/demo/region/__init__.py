"""The invented region, as data: councils that exist with people who do not, and providers that do not.

Read by the seeding, by the page of people and by the journeys. Days are told as days ago, so that the demo is always a
working day of this week.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fairplace.dps.organisations.rules.roles import Role

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demo. passphrase: an opener's own, told on the demo's page of people and nowhere else."""

    key: str
    name: str
    job: str
    email: str
    roles: tuple[Role, ...]
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class DemoCouncil:
    """standing: lead, partner or associate."""

    key: str
    name: str
    ons_code: str
    standing: str
    people: tuple[Somebody, ...]

    def who(self, role: Role) -> list[Somebody]:
        """Its people with this role, in the order of the file."""
        return [person for person in self.people if role in person.roles]


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A school or home; `told` is its line of the file."""

    name: str
    urn: str
    told: dict[str, Any]

    @property
    def state(self) -> str:
        return str(self.told.get("state", "accredited"))


@dataclass(frozen=True, slots=True)
class DemoProvider:
    """number: begins with 999, so it is nobody's; "" for somebody who trades alone.

    social_value: what it does for the people around it.
    """

    key: str
    name: str
    number: str
    people: tuple[Somebody, ...]
    places: tuple[DemoPlace, ...]
    social_value: str = ""

    def who(self, role: Role) -> Somebody:
        """The first with this role."""
        return next(person for person in self.people if role in person.roles)


@cache
def councils() -> tuple[DemoCouncil, ...]:
    """The seven councils of the business case, the lead first."""
    return tuple(
        DemoCouncil(one["key"], one["name"], one["ons_code"], one["standing"], _people(one))
        for one in _read("councils")["councils"]
    )


@cache
def operator() -> Somebody:
    """Who runs the system."""
    return _people(_read("councils")["operator"])[0]


@cache
def providers() -> tuple[DemoProvider, ...]:
    """Every provider with its places."""
    return tuple(_providers())


def _providers() -> Iterator[DemoProvider]:
    number = 0
    for one in _read("providers")["providers"]:
        places = []
        for told in one["places"]:
            number += 1
            places.append(DemoPlace(told["name"], f"9{number:05d}", told))
        people, beside = _people(one), one.get("social_value", "")
        yield DemoProvider(one["key"], one["name"], one["number"], people, tuple(places), beside)


def everybody() -> list[Somebody]:
    """All people of the demo."""
    in_councils = [person for council in councils() for person in council.people]
    return [operator(), *in_councils, *(person for provider in providers() for person in provider.people)]


def _people(group: dict[str, Any]) -> tuple[Somebody, ...]:
    return tuple(
        Somebody(
            one["key"],
            one["name"],
            one["job"],
            f"{'.'.join(one['name'].lower().replace(chr(39), '').split())}@{group['key']}.example.invalid",
            tuple(Role(role) for role in one["roles"]),
            one.get("passphrase", ""),
        )
        for one in group["people"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
