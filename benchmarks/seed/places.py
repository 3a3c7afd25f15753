"""Providers, their establishments, and one accredited line for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from benchmarks.seed.copying import Connection, copy
from benchmarks.seed.market import FIRST_TERMS, ORGANISATION, PERSON, Category, person_row
from benchmarks.sizes import Size
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.identifiers import new_id

PENCE = {"sen": (3_000, 18_000), "residential": (20_000, 65_000)}  # a heading a week: below the caps of every kind
KINDS = {"sen": ("independent_special_school", "non_maintained_special_school"), "residential": ("childrens_home",)}
WORDS = ("Oak", "Mill", "River", "Hill", "Beech", "Harbour", "Orchard", "Meadow", "Stone", "Willow", "Bridge", "Lark")


@dataclass(frozen=True, slots=True)
class Provider:
    id: UUID
    name: str
    bid_manager: UUID


@dataclass(frozen=True, slots=True)
class Place:
    """One establishment and its line. core_costs: pounds a week by heading."""

    establishment: UUID
    name: str
    provider: Provider
    category: Category
    region: int
    line: UUID
    state: str
    point: GridPoint
    age_from: int
    age_to: int
    takes: str
    kinds: tuple[str, ...]
    competency: Decimal
    core_costs: Mapping[str, Decimal]


def centre_of(region: int) -> GridPoint:
    """The first lies between Guildford and Maidstone; the others west and north of it, about 35 miles apart."""
    return GridPoint(545_000 - 60_000 * (region % 4), 150_000 + 55_000 * (region // 4))


def make_providers(connection: Connection, size: Size) -> list[Provider]:
    made = [
        Provider(new_id(), f"{WORDS[at % 12]} & {WORDS[at * 5 % 11]} Care {at}", new_id())
        for at in range(size.providers)
    ]
    copy(
        connection,
        "organisations_organisation",
        ORGANISATION,
        ((one.id, "provider", one.name, "", f"{at:08}", "") for at, one in enumerate(made, 1)),
    )
    copy(
        connection,
        "organisations_person",
        PERSON,
        (person_row(one.bid_manager, f"Bid Manager {at}", "Bid manager", one.id) for at, one in enumerate(made)),
    )
    copy(
        connection,
        "organisations_duty",
        "id person_id role",
        (
            (new_id(), one.bid_manager, role.value)
            for one in made
            for role in (Role.BID_MANAGER, Role.PROVIDER_SIGNATORY)
        ),
    )
    return made


def copy_evidence(connection: Connection, chance: Random, providers: Iterable[Provider], now: datetime) -> None:
    """Three insurances each; the files themselves are not there, and no page of the four opens one."""
    kinds = ("employers_liability", "public_liability", "professional_indemnity")
    kept = [(new_id(), one, kind) for one in providers for kind in kinds]
    copy(
        connection,
        "documents_document",
        "id owner_organisation_id kind original_name media_type size sha256 stored_as uploaded_by",
        (
            (key, one.id, kind, f"{kind}.pdf", "application/pdf", 90_000, b"\0" * 32, str(key), one.bid_manager)
            for key, one, kind in kept
        ),
    )
    copy(
        connection,
        "organisations_evidence",
        "id provider_id kind document_id cover issued_on expires_on added_at",
        (
            (
                *(new_id(), one.id, kind, key, 5_000_000, (now - timedelta(days=300)).date()),
                *((now + timedelta(days=chance.randint(-5, 65))).date(), now - timedelta(days=300)),
            )
            for key, one, kind in kept
        ),
    )


def make_places(
    connection: Connection, chance: Random, size: Size, system: UUID, categories: list[Category], now: datetime
) -> list[Place]:
    providers = make_providers(connection, size)
    # The larger a provider the rarer, and everyone has one at least.
    owners = providers + [providers[int(len(providers) * chance.random() ** 3)] for _ in range(size.establishments)]
    places = [_place(chance, at, owners[at], categories, at % size.regions) for at in range(size.establishments)]
    # The newest place of every provider that has several is approved and waits for the signatures.
    newest = {one.provider.id: at for at, one in enumerate(places)}
    several = {key for key, number in Counter(one.provider.id for one in places).items() if number > 2}
    for key in several:
        places[newest[key]] = replace(places[newest[key]], state="approved")
    copy_evidence(connection, chance, providers, now)
    _copy_establishments(connection, chance, places, now)
    _copy_lines(connection, places, system, now)
    return places


def _place(chance: Random, at: int, provider: Provider, categories: list[Category], region: int) -> Place:
    category = categories[0 if chance.random() < 0.55 else 1]
    content, centre = category.content, centre_of(region)
    kinds = [kind.code for kind in content.placement_kinds]
    age_from = chance.choice((5, 8, 11))
    spread = 28_000 if chance.random() < 0.8 else 70_000  # metres; four of five lie near the centre
    return Place(
        establishment=new_id(),
        name=f"{WORDS[at % 12]} {WORDS[at // 12 % 12]} {'School' if content.code == 'sen' else 'House'} {at}",
        provider=provider,
        category=category,
        region=region,
        line=new_id(),
        state=chance.choices(("accredited", "suspended", "applied"), (93, 2, 5))[0],
        point=GridPoint(int(chance.gauss(centre.easting, spread)), int(chance.gauss(centre.northing, spread / 2))),
        age_from=age_from,
        age_to=chance.choice((16, 18, 19)),
        takes=chance.choices(("anyone", "girls", "boys"), (80, 8, 12))[0],
        kinds=tuple(sorted(chance.sample(kinds, chance.randint(2, len(kinds))))),
        competency=Decimal(chance.randint(5500, 9500)) / 100,
        core_costs={heading.code: Decimal(chance.randint(*PENCE[content.code])) / 100 for heading in content.headings},
    )


def _copy_establishments(connection: Connection, chance: Random, places: list[Place], now: datetime) -> None:
    copy(
        connection,
        "organisations_establishment",
        "id provider_id name kind urn postcode easting northing council_area age_from age_to takes placement_kinds"
        " places vacancies rating_framework rating rated_on rating_areas",
        (
            (
                *(one.establishment, one.provider.id, one.name, chance.choice(KINDS[one.category.content.code])),
                *(
                    f"{100_000 + at}",
                    "GU1 1AA",
                    one.point.easting,
                    one.point.northing,
                    chance.choice(("Surrey", "Kent")),
                ),
                *(one.age_from, one.age_to, one.takes, list(one.kinds), places_there := chance.randint(3, 60)),
                *(
                    chance.randint(0, places_there // 3),
                    "ofsted-grades",
                    chance.choices(("Good", "Outstanding"), (4, 1))[0],
                ),
                (now - timedelta(days=chance.randint(30, 900))).date(),
                "{}",
            )
            for at, one in enumerate(places)
        ),
    )


def _copy_lines(connection: Connection, places: list[Place], system: UUID, now: datetime) -> None:
    applied, joined = now - timedelta(days=1100), now - timedelta(days=1000)
    decide_by = (applied + timedelta(days=14)).date()
    applications = {one.provider.id: (new_id(), one.provider) for one in places}
    copy(
        connection,
        "qualification_application",
        "id system_id provider_id reference started_at started_by_id submitted_at submitted_by_id decide_by answers",
        (
            (key, system, one.id, f"A-{at:06}", applied, one.bid_manager, applied, one.bid_manager, decide_by, "{}")
            for at, (key, one) in enumerate(applications.values())
        ),
    )
    copy(
        connection,
        "qualification_line",
        "id application_id provider_id establishment_id category_version_id category_id state answers"
        " competency_score accredited_at",
        (
            (
                *(one.line, applications[one.provider.id][0], one.provider.id, one.establishment),
                *(one.category.version_id, one.category.id, one.state, "{}"),
                *((None, None) if one.state in {"applied", "approved"} else (one.competency, joined)),
            )
            for one in places
        ),
    )
    copy(
        connection,
        "qualification_linestate",
        "id line_id came_from became at by_id because",
        ((new_id(), one.line, "", one.state, joined, None, "") for one in places),
    )
    copy(
        connection,
        "qualification_agreementsignature",
        "id line_id place organisation_id person_id name_typed terms_version text_sha256 at",
        (
            (new_id(), one.line, 1, one.provider.id, one.provider.bid_manager, "A Manager", FIRST_TERMS, "", joined)
            for one in places
            if one.state in {"accredited", "suspended"}
        ),
    )
    copy(
        connection,
        "qualification_corecost",
        "id line_id heading weekly",
        ((new_id(), one.line, heading, weekly) for one in places for heading, weekly in one.core_costs.items()),
    )
