"""The system, its two filled categories, its councils and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from benchmarks.seed.copying import Connection, as_json, copy
from benchmarks.sizes import Size
from fairplace.dps.market.rules.category_content import CategoryContent, read_content
from fairplace.dps.market.seeds import read_seed, read_terms_seed
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.identifiers import new_id

NAMES = ("Surrey", "Kent", "Essex", "West Sussex", "East Sussex", "Medway", "Brighton & Hove City", "Hampshire")
PERSON = "id password last_login email name job_title is_active organisation_id"
ORGANISATION = "id kind name ons_code registered_number colour"
FIRST_TERMS = "1"
"""Every line on the system was signed under these; newer ones wait for every provider's acceptance."""
CONSEQUENCE = "The place may be suspended."


@dataclass(frozen=True, slots=True)
class Category:
    id: UUID
    version_id: UUID
    content: CategoryContent


@dataclass(frozen=True, slots=True)
class Council:
    """Three openers, two evaluators, one procurement officer and as many placement officers as the council needs.

    region: the number of the one it lies in.
    """

    id: UUID
    name: str
    region: int
    officers: tuple[UUID, ...]
    openers: tuple[UUID, ...]
    evaluators: tuple[UUID, ...]
    procurement: UUID


def person_row(key: UUID, name: str, title: str, organisation: UUID) -> tuple[object, ...]:
    return key, "!", None, f"{key}@example.org", name, title, True, organisation


def _keys(number: int) -> tuple[UUID, ...]:
    return tuple(new_id() for _ in range(number))


def make_councils(connection: Connection, size: Size) -> list[Council]:
    names = [*NAMES, *(f"Invented Borough {at}" for at in range(len(NAMES), size.councils))][: size.councils]
    councils = [
        Council(
            new_id(),
            f"{name} Council",
            at % size.regions,
            _keys(8),
            openers=_keys(3),
            evaluators=_keys(2),
            procurement=new_id(),
        )
        for at, name in enumerate(names)
    ]
    copy(
        connection,
        "organisations_organisation",
        ORGANISATION,
        ((one.id, "council", one.name, f"E1000{at:04}", "", "") for at, one in enumerate(councils)),
    )
    people = [
        (key, role, one.id)
        for one in councils
        for role, keys in (
            (Role.PLACEMENT_OFFICER, one.officers),
            (Role.OPENER, one.openers),
            (Role.EVALUATOR, one.evaluators),
            (Role.PROCUREMENT_OFFICER, (one.procurement,)),
        )
        for key in keys
    ]
    copy(
        connection,
        "organisations_person",
        PERSON,
        (
            person_row(key, f"Person {at} Invented", role.label, council)
            for at, (key, role, council) in enumerate(people)
        ),
    )
    copy(
        connection,
        "organisations_duty",
        "id person_id role",
        ((new_id(), key, role.value) for key, role, _ in people),
    )
    return councils


def make_market(connection: Connection, councils: list[Council], now: datetime) -> tuple[UUID, list[Category]]:
    """The system's id and its categories."""
    system, begins = new_id(), date(now.year - 3, 4, 1)
    copy(
        connection,
        "market_purchasingsystem",
        "id name regime lead_id notice_reference begins_on ends_on terms_version",
        [
            (
                system,
                "Children's placements",
                "pcr-light-touch-dps",
                councils[0].id,
                "",
                begins,
                date(now.year + 5, 3, 31),
                "1",
            )
        ],
    )
    copy(
        connection,
        "market_partner",
        "id system_id council_id standing",
        ((new_id(), system, one.id, "partner" if at else "lead") for at, one in enumerate(councils)),
    )
    terms = as_json(read_terms_seed())
    copy(
        connection,
        "market_termsversion",
        "id system_id label content published_at accept_by consequence",
        [
            (new_id(), system, FIRST_TERMS, terms, now - timedelta(days=1200), None, ""),
            (new_id(), system, "2", terms, now - timedelta(days=9), (now + timedelta(days=30)).date(), CONSEQUENCE),
        ],
    )
    documents = [read_seed(code) for code in ("sen", "residential")]
    categories = [Category(new_id(), new_id(), read_content(document)) for document in documents]
    copy(
        connection,
        "market_category",
        "id system_id code name position",
        ((one.id, system, one.content.code, one.content.name, at) for at, one in enumerate(categories, 1)),
    )
    copy(
        connection,
        "market_categoryversion",
        "id category_id number in_force_from content",
        (
            (one.version_id, one.id, 1, now - timedelta(days=1200), as_json(document))
            for one, document in zip(categories, documents, strict=True)
        ),
    )
    return system, categories
