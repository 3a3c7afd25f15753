"""A referral written through the real actions, and places that could take the child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.competitions.models import OpeningKey
from fairplace.dps.organisations.models import CarerAreas, Establishment
from fairplace.dps.qualification.models import Application, CoreCost, Line
from fairplace.dps.referrals.actions.change_children import change_child_facts, change_children
from fairplace.dps.referrals.actions.change_facts import change_facts
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.rules.weights import USUAL
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys
from fairplace.foundations.kernel.grid import GridPoint
from tests.dps.world import AT, World, beyond_walls, make_provider, person

HOME = "GU2 7XH"
HOME_POINT = (498400, 149700)
NARRATIVE = "Loves the sea, is afraid of lifts, and has been at home since the spring."
_KEYS: list[OpenerKeys] = []


def write_referral(world: World, officer: Actor, *, radius: int = 30, at: datetime = AT, **facts: object) -> UUID:
    """Everything that publication asks for, in a transaction of the officer's."""
    told = {"age": 9, "gender": "", "start_on": date(2027, 1, 5), "expected_weeks": 78, "urgency": "planned", **facts}
    referral = start_referral(actor=officer, category_id=world.category("sen").id, placement_kind="day", at=at)
    common = {"actor": officer, "referral_id": referral, "at": at}
    change_facts(**common, **told)  # type: ignore[arg-type]
    change_needs(
        **common,
        items=[
            ItemAsked("need", "speech-and-language", Decimal(3), essential=True),
            ItemAsked("need", "occupational-therapy", Decimal(2)),
            ItemAsked("feature", "quiet-space", Decimal(1)),
        ],
    )
    change_outcomes(**common, outcomes=[("belonging", "Makes a friend"), ("voice", "Says what matters")])
    change_identity(
        **common,
        full_name="Maya Penhallow",
        date_of_birth=date(2017, 5, 14),
        home_postcode=HOME,
        called="Maya",
        choice_by="parent",
        family_name="Ros Penhallow",
        family_email="ros@family.example",
        family_phone="01483 404040",
    )
    change_story(**common, narrative=NARRATIVE, own_words="I like ships.", family_words="")
    change_weights(**common, price_weight=Decimal(50), quality_weights=USUAL)
    change_limit(**common, radius_miles=radius)
    return referral


@dataclass
class Team:
    openers: list[Actor]
    evaluators: list[Actor]

    @property
    def named(self) -> dict[str, list[UUID | None]]:
        return {
            "opener_ids": [one.person_id for one in self.openers],
            "evaluator_ids": [one.person_id for one in self.evaluators],
        }


def make_team(council_id: UUID, at: datetime = AT) -> Team:
    """Three openers with keys, and two evaluators."""
    if not _KEYS:
        _KEYS.extend(OpenerKeys.generate("the kettle sings at noon") for _ in range(3))
    openers = [person(council_id, f"Opener {letter}", "opener", at=at) for letter in "ABC"]
    for opener, key in zip(openers, _KEYS, strict=True):
        OpeningKey.objects.create(
            person_id=opener.person_id, public_key=key.public, sealed_private_key=key.sealed_private, made_at=at
        )
    evaluators = [person(council_id, f"Evaluator {letter}", "evaluator", at=at) for letter in "XY"]
    return Team(openers, evaluators)


def declare(place: Establishment, areas: Sequence[GridPoint], by: Actor, at: datetime) -> None:
    """Carer areas at points of the test's own choice: "A0", "A1", …"""
    CarerAreas.objects.create(
        establishment=place,
        provider_id=place.provider_id,
        districts=[f"A{number}" for number in range(len(areas))],
        eastings=[int(one.easting) for one in areas],
        northings=[int(one.northing) for one in areas],
        by_id=by.person_id,
        at=at,
    )


class Market:
    """Accredited lines, put in directly: how they come to be is qualification's own test."""

    def __init__(
        self, world: World, at: datetime = AT, name: str = "Harbour Schools", company: str = "01234567"
    ) -> None:
        self.world, self.at, self.number = world, at, 0
        self.provider_id, self.bid_manager, self.signatory = make_provider(name, company, at)
        self.application = Application.objects.create(
            system_id=world.system_id,
            provider_id=self.provider_id,
            reference=f"APP-{company}",
            started_at=at,
            started_by_id=self.bid_manager.person_id,
            submitted_at=at,
            submitted_by_id=self.bid_manager.person_id,
            decide_by=at.date(),
        )

    @beyond_walls
    def line(
        self,
        *,
        easting: int = HOME_POINT[0] + 1000,
        northing: int = HOME_POINT[1],
        state: str = "accredited",
        age_from: int = 5,
        age_to: int = 16,
        takes: str = "anyone",
        placement_kinds: Sequence[str] = ("day",),
        core_costs: dict[str, Decimal] | None = None,
        category: str = "sen",
        kind: str = "independent_special_school",
        areas: Sequence[GridPoint] = (),
        **more: Any,
    ) -> UUID:
        self.number += 1
        row = self.world.category(category)
        place = Establishment.objects.create(
            provider_id=self.provider_id,
            name=f"School {self.number}",
            kind=kind,
            postcode=HOME,
            easting=easting,
            northing=northing,
            council_area="Surrey",
            age_from=age_from,
            age_to=age_to,
            takes=takes,
            placement_kinds=list(placement_kinds),
            places=20,
            vacancies=2,
            rating="Good",
            rated_on=date(2025, 6, 1),
            **more,
        )
        if areas:
            declare(place, areas, self.bid_manager, self.at)
        line = Line.objects.create(
            application=self.application,
            provider_id=self.provider_id,
            establishment=place,
            category_version_id=row.version_id,
            category_id=row.id,
            state=state,
            competency_score=Decimal("84.50"),
            accredited_at=self.at,
        )
        costs = core_costs if core_costs is not None else {"core-staffing": Decimal(900), "premises": Decimal(200)}
        CoreCost.objects.bulk_create(
            CoreCost(line=line, heading=heading, weekly=weekly) for heading, weekly in costs.items()
        )
        return line.pk


def write_siblings(
    world: World, officer: Actor, *, several: str = "sibling", at: datetime = AT, **facts: object
) -> UUID:
    """The same for two children: the second is a boy of 12 who needs speech therapy too, and a pool."""
    referral = write_referral(world, officer, at=at, **facts)  # type: ignore[arg-type]
    common = {"actor": officer, "referral_id": referral, "at": at}
    change_children(**common, several=several, may_be_apart=several == "sibling")  # type: ignore[arg-type]
    change_child_facts(**common, child=2, age=12, gender="boy")  # type: ignore[arg-type]
    change_needs(
        **common,  # type: ignore[arg-type]
        child=2,
        items=[
            ItemAsked("need", "speech-and-language", Decimal("1.5")),
            ItemAsked("need", "autism-specialist", Decimal(2), essential=True),
            ItemAsked("feature", "hydrotherapy", Decimal(1)),
        ],
    )
    change_identity(
        **common,  # type: ignore[arg-type]
        child=2,
        full_name="Tom Penhallow",
        date_of_birth=date(2014, 3, 9),
        home_postcode=HOME,
        called="Tom",
        choice_by="",
        family_name="",
        family_email="",
        family_phone="",
    )
    change_story(**common, child=2, narrative="Draws maps.", own_words="", family_words="")  # type: ignore[arg-type]
    return referral
