"""A small purchasing system, made by the real actions, that tests of the areas stand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from fairplace.dps.market.actions.establish_system import establish_system
from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.categories import CategoryRow, categories
from fairplace.dps.market.seeds import CODES, read_seed
from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.foundations import audit
from fairplace.foundations.geography.models import Postcode
from fairplace.foundations.kernel.actor import SYSTEM, Actor

P, R = ParamSpec("P"), TypeVar("R")
AT = datetime(2026, 11, 3, 9, tzinfo=UTC)  # a Tuesday
POSTCODES = {  # places of public buildings, so that tests need no directory of postcodes
    "PO19 1RQ": (486000, 104800),
    "GU2 7XH": (498400, 149700),
    "BN1 1JE": (531000, 104200),
    "RH12 1RL": (517100, 130700),
}
PNG = bytes.fromhex(  # one grey dot
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368000000"
    "82008177cd72b60000000049454e44ae426082"
)


@dataclass
class World:
    """The lead, one partner, and the categories of the notice."""

    lead_id: UUID
    partner_id: UUID
    system_id: UUID
    people: dict[str, Actor] = field(default_factory=dict)

    def category(self, code: str) -> CategoryRow:
        return next(row for row in categories() if row.code == code)


def person(organisation_id: UUID, name: str, *roles: str, at: datetime = AT) -> Actor:
    """Somebody with these roles, as an actor."""
    email = f"{name.lower().replace(' ', '.')}@{organisation_id.hex[-12:]}.example"
    person_id = add_person(actor=SYSTEM, organisation_id=organisation_id, name=name, email=email, roles=roles, at=at)
    actor = actor_of(person_id)
    assert actor is not None
    return actor


def beyond_walls(make: Callable[P, R]) -> Callable[P, R]:
    """For what is put into tables directly, whoever's transaction the test stands in."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        with audit.transaction_as(SYSTEM, everyone=True):
            return make(*args, **kwargs)

    return made


def make_world(
    at: datetime = AT,
    *,
    regime: str = "pcr-light-touch-dps",
    begins_on: date = date(2023, 3, 1),
    ends_on: date = date(2029, 2, 23),
) -> World:
    """West Sussex leads, Surrey is a partner; all five categories are published."""
    for postcode, (easting, northing) in POSTCODES.items():
        Postcode.objects.get_or_create(
            postcode=postcode,
            defaults={"easting": easting, "northing": northing, "district": postcode.split()[0]},
        )
    lead = register_organisation(
        actor=SYSTEM, kind="council", name="West Sussex County Council", ons_code="E10000032", at=at
    )
    partner = register_organisation(
        actor=SYSTEM, kind="council", name="Surrey County Council", ons_code="E10000030", at=at
    )
    system = establish_system(
        actor=SYSTEM,
        name="Children's placements in the south east",
        regime=regime,
        lead_id=lead,
        partners={partner: "partner"},
        begins_on=begins_on,
        ends_on=ends_on,
        terms_version="2026.1",
        at=at,
    )
    for code in CODES:
        publish_category_version(actor=SYSTEM, document=read_seed(code), at=at)
    world = World(lead, partner, system)
    world.people = {
        "officer": person(lead, "Priya Nair", "procurement_officer", "contract_manager"),
        "second_officer": person(lead, "Tom Baines", "procurement_officer"),
        "lead_signatory": person(lead, "Helen Marsh", "council_signatory"),
        "partner_officer": person(partner, "Sam Okoro", "procurement_officer", "placement_officer"),
    }
    return world


def make_provider(name: str, number: str, at: datetime = AT) -> tuple[UUID, Actor, Actor]:
    """A provider with a bid manager and somebody who signs."""
    provider = register_organisation(actor=SYSTEM, kind="provider", name=name, registered_number=number, at=at)
    return (
        provider,
        person(provider, f"Dana {number}", "bid_manager", at=at),
        person(provider, f"Ravi {number}", "provider_signatory", at=at),
    )
