"""How it began: the councils, the system and its categories, the people, the providers and their places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fairplace.demo.region import DemoPlace, DemoProvider, Somebody, councils, operator, providers
from fairplace.demo.region.referrals import referrals
from fairplace.demo.telling.categories import first_document
from fairplace.demo.telling.days import moment, working_days_before
from fairplace.demo.telling.teller import Teller, Thread
from fairplace.dps.market.actions.establish_system import establish_system
from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.rules.entry import last_day_of_years
from fairplace.dps.market.seeds import CODES
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.declare_carer_areas import declare_carer_areas
from fairplace.dps.organisations.actions.record_rating import record_rating
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.rules.ratings import SCALES
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.geography.places import keep_postcodes

BEGINS, ENDS = date(2023, 2, 24), date(2029, 2, 23)
SYSTEM_NAME = "South-east children's placements"
FRAMEWORK_NAME = "South-east children's placements framework"


def begin(teller: Teller) -> None:
    """February 2023: a light-touch pseudo-dynamic purchasing system under the Public Contracts Regulations 2015."""
    keep_postcodes(
        [
            *(place.told["postcode"] for provider in providers() for place in provider.places),
            *(one.told["child"]["postcode"] for one in referrals()),
        ]
    )
    teller.move_to(moment(BEGINS, 9))
    operators = teller.let(None, register_organisation, kind="operator", name="Fairplace support")
    _people(teller, operators, [operator()])
    runs = operator()
    for council in councils():
        teller.ids[council.key] = teller.let(
            runs,
            register_organisation,
            kind="council",
            name=council.name,
            ons_code=council.ons_code,
            colour=council.key,
        )
        _people(teller, teller.ids[council.key], council.people)
    lead, *others = councils()
    teller.let(
        runs,
        establish_system,
        name=SYSTEM_NAME,
        regime="pcr-light-touch-dps",
        lead_id=teller.ids[lead.key],
        partners={teller.ids[one.key]: one.standing for one in others},
        begins_on=BEGINS,
        ends_on=ENDS,
        terms_version="2023-1",
        notice_reference="DEMO-2023-000417",
    )
    publisher = lead.who(Role.PROCUREMENT_OFFICER)[0]
    for code in CODES:
        teller.let(publisher, publish_category_version, document=first_document(code))
    for provider in providers():
        _register(teller, provider)
    teller.leave()


def next_framework(teller: Teller) -> Thread:
    """The scheme that is to follow under the Procurement Act 2023: set up, still empty, so that both laws are seen."""
    first_day = working_days_before((teller.today - timedelta(days=45)).date(), 0)
    yield moment(first_day, 11)
    lead, *others = councils()
    teller.let(
        operator(),
        establish_system,
        name=FRAMEWORK_NAME,
        regime="pa23-light-touch-open-framework",
        lead_id=teller.ids[lead.key],
        partners={teller.ids[one.key]: one.standing for one in others},
        begins_on=first_day,
        ends_on=last_day_of_years(first_day, 5),
        terms_version="2026-1",
        notice_reference="DEMO-2026-000112",
    )


def _people(teller: Teller, organisation_id: UUID, people: Iterable[Somebody]) -> None:
    by = operator() if operator().email in teller.ids else None
    for person in people:
        teller.ids[person.email] = teller.let(
            by,
            add_person,
            organisation_id=organisation_id,
            name=person.name,
            email=person.email,
            roles=person.roles,
            job_title=person.job,
        )


def _register(teller: Teller, provider: DemoProvider) -> None:
    teller.ids[provider.key] = teller.let(
        operator(),
        register_organisation,
        kind="provider",
        name=provider.name,
        registered_number=provider.number,
    )
    _people(teller, teller.ids[provider.key], provider.people)
    bidder = provider.who(Role.BID_MANAGER)
    for place in provider.places:
        told = place.told
        teller.ids[place.name] = teller.let(
            bidder,
            add_establishment,
            name=place.name,
            kind=told["kind"],
            postcode=told["postcode"],
            council_area=told["area"],
            age_from=told["ages"][0],
            age_to=told["ages"][1],
            placement_kinds=told["kinds"],
            places=told["places"],
            vacancies=told["vacancies"],
            urn=place.urn,
            takes=told.get("takes", "anyone"),
        )
        if "carers_in" in told:
            teller.let(
                bidder,
                declare_carer_areas,
                establishment_id=teller.ids[place.name],
                typed=" ".join(told["carers_in"]),
            )


def rated_on(told: dict[str, Any], today: datetime) -> date | None:
    """The day of an inspection: a date, or so many days ago."""
    if "rated_days_ago" in told:
        return (today - timedelta(days=told["rated_days_ago"])).date()
    found: date | None = told.get("rated")
    return found


def report_areas(told: dict[str, Any]) -> dict[str, str]:
    """What the report of a place says area by area, where its scale has areas: as expected, but for what is told."""
    areas = SCALES[told["scale"]].areas_for(told["kind"])
    usual = {
        area.code: "Met" if area.words[0][0] == "Met" else "Expected standard" for area in areas if not area.optional
    }
    return {**usual, **told.get("areas", {})} if areas else {}


def rate(teller: Teller, provider: DemoProvider, place: DemoPlace, rating: str, day: date | None) -> None:
    """Its provider records what an inspection found."""
    teller.let(
        provider.who(Role.BID_MANAGER),
        record_rating,
        establishment_id=teller.ids[place.name],
        framework=place.told["scale"],
        rating=rating,
        rated_on=day,
        areas=report_areas(place.told),
    )
