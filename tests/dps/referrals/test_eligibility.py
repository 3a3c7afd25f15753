"""R4, R5, Q8: one SQL statement finds who can be invited and why others cannot; a plain loop says the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.organisations.models import CarerAreas, Establishment
from fairplace.dps.qualification.models import CoreCost, Line
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.queries.eligibility import eligibility_of, lines_for
from fairplace.dps.referrals.rules.eligibility import (
    Asked,
    Offered,
    Reason,
    alone_too_far,
    next_radius,
    reason_of,
    reasons_against,
)
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.grid import GridPoint, within
from fairplace.foundations.kernel.refused import NotThere
from tests.dps.referrals.written import HOME_POINT, Market, declare, write_referral
from tests.dps.world import AT, beyond_walls, make_world, person

pytestmark = pytest.mark.django_db
KINDS = ("day", "weekly", "termly", "52-week")


def offered(line_id: object) -> Offered:
    """A line's hard facts read one by one, without the view."""
    line = Line.objects.get(pk=line_id)
    place = Establishment.objects.get(pk=line.establishment_id)
    declared = CarerAreas.objects.filter(establishment=place).order_by("-at", "-id").first()
    areas = tuple(map(GridPoint, declared.eastings, declared.northings)) if declared else ()
    costs = dict(CoreCost.objects.filter(line=line).values_list("heading", "weekly"))
    return Offered(
        point=GridPoint(place.easting, place.northing),
        suspended=line.state == "suspended",
        age_from=place.age_from,
        age_to=place.age_to,
        takes=place.takes,
        placement_kinds=frozenset(place.placement_kinds),
        core_costs=costs,
        areas=areas,
    )


def test_r4_sql_agrees_with_a_plain_loop_on_random_markets() -> None:
    chance = random.Random(20261103)
    market = Market(make_world())
    sen = market.world.category("sen")
    content = content_of(sen.version_id)
    edges = [round(miles * 1609.344) for miles in (5, 10, 20, 30)]
    lines = []
    for _ in range(160):
        across = chance.choice([*edges, *(edge + 1 for edge in edges), chance.randrange(0, 120_000)])
        up = chance.choice([0, 0, chance.randrange(-90_000, 90_000)])
        headings = chance.sample([heading.code for heading in content.headings], 4)
        first, last = sorted(chance.choices(range(26), k=2))
        lines.append(
            market.line(
                easting=HOME_POINT[0] + across,
                northing=HOME_POINT[1] + up,
                state=chance.choice(["accredited"] * 4 + ["suspended"]),
                age_from=chance.choice([0, 4, first]),
                age_to=chance.choice([25, 19, last]) if first < 19 else 25,
                takes=chance.choice(["anyone", "anyone", "girls", "boys"]),
                placement_kinds=chance.sample(KINDS, chance.randrange(1, 5)),
                core_costs={code: Decimal(chance.randrange(0, 260_000)) / 100 for code in headings},
                kind=chance.choice(["independent_special_school", "fostering_agency"]),
            )
        )
    facts = {line: offered(line) for line in lines}
    seen: set[Reason] = set()
    of_children: set[str] = set()
    for _ in range(60):
        kind = chance.choice(KINDS)
        cap, own_cap = chance.choice(
            [(None, None), (None, Decimal(2500)), (Decimal(4000), Decimal(4000)), (Decimal(6500), Decimal("2999.99"))]
        )
        asked = Asked(
            home=GridPoint(*HOME_POINT),
            radius_miles=chance.choice([1, 5, 10, 20, 30, 50, 100, 200]),
            age=chance.randrange(0, 26),
            gender=chance.choice(["", "girl", "boy"]),
            placement_kind=kind,
            cap=cap,
            own_cap=own_cap,
            capped_headings=frozenset(heading.code for heading in content.headings_for(kind)),
            others=tuple(
                (chance.randrange(0, 26), chance.choice(["", "girl", "boy"]))
                for _ in range(chance.choice([0, 0, 0, 1, 2, 3]))
            ),
        )
        found = lines_for(asked, sen.id)
        assert {row.line_id for row in found} == set(lines)
        wider = next_radius(asked.radius_miles)
        for row in found:
            expected = reasons_against(facts[row.line_id], asked)
            assert row.reasons == expected, (facts[row.line_id], asked)
            seen |= {reason_of(reason) for reason in expected}
            of_children |= {reason for reason in expected if ":" in reason}
            assert row.in_next_step == (wider is not None and within(asked.home, row.point, wider))
        assert [row.miles for row in found] == sorted(row.miles for row in found)
    assert seen == set(Reason) - {Reason.OTHER_CATEGORY, Reason.JOINED_LATE, Reason.LEFT}
    assert {"age:1,2", "age:2", "gender:1,2", "gender:2"} <= of_children


EDGES = [round(miles * 1609.344) for miles in (5, 10, 20, 30)]
OFFSET = st.one_of(
    st.sampled_from([sign * (edge + more) for sign in (1, -1) for edge in EDGES for more in (0, 1)]),
    st.integers(-150_000, 150_000),
)
AREA = st.tuples(OFFSET, st.one_of(st.just(0), OFFSET)).map(
    lambda off: GridPoint(HOME_POINT[0] + off[0], HOME_POINT[1] + off[1])
)


def test_r4_c3_sql_agrees_with_the_rule_on_declared_carer_areas() -> None:
    """Any of the areas inside is inside; the office counts only where none is declared, next door or far away."""
    market = Market(make_world())
    category = market.world.category("foster")
    kind = "foster-5-10"
    lines = [
        market.line(category="foster", kind="fostering_agency", placement_kinds=[kind], easting=HOME_POINT[0] + east)
        for east in (1_000, 145_000)
    ]
    places = [Establishment.objects.get(pk=Line.objects.get(pk=line).establishment_id) for line in lines]
    seen: set[tuple[bool, bool]] = set()

    @settings(max_examples=80, deadline=None)
    @given(st.lists(AREA, max_size=8), st.sampled_from([5, 10, 20, 30, 100]))
    def check(areas: list[GridPoint], radius: int) -> None:
        beyond_walls(lambda: [declare(place, areas, market.bid_manager, AT) for place in places])()
        asked = Asked(GridPoint(*HOME_POINT), radius, 9, "", kind, None, None, frozenset())
        for row in lines_for(asked, category.id):
            fact = offered(row.line_id)
            assert fact.areas == tuple(areas)
            assert row.reasons == reasons_against(fact, asked)
            nearest = fact.nearest_to(asked.home)
            assert row.square == sum((one - other) ** 2 for one, other in zip(nearest, HOME_POINT, strict=True))
            assert bool(row.carers_in) == bool(areas)
            assert row.within(radius) == (not row.reasons)
            seen.add((bool(areas), not row.reasons))

    check()
    assert seen == {(False, False), (False, True), (True, False), (True, True)}


def test_r4_an_agency_far_away_with_carers_next_door_is_inside_and_the_reverse_is_not() -> None:
    world = make_world()
    market = Market(world)
    ninety = HOME_POINT[0] + 145_000
    foster: dict[str, Any] = {"category": "foster", "kind": "fostering_agency", "placement_kinds": ["foster-5-10"]}
    near, away = GridPoint(HOME_POINT[0] + 800, HOME_POINT[1]), GridPoint(HOME_POINT[0] - 90_000, HOME_POINT[1])
    carers_near = market.line(easting=ninety, areas=[away, near], **foster)
    carers_away = market.line(easting=HOME_POINT[0] + 500, areas=[away], **foster)
    none_declared = market.line(easting=HOME_POINT[0] + 1_000, **foster)
    asked = Asked(GridPoint(*HOME_POINT), 10, 9, "", "foster-5-10", None, None, frozenset())
    found = lines_for(asked, world.category("foster").id)
    assert [(row.line_id, row.reasons, row.carers_in) for row in found] == [
        (carers_near, (), "A1"),
        (none_declared, (), ""),
        (carers_away, ("too_far",), "A0"),
    ]
    assert found[0].point == near


def test_r4_a_school_is_measured_from_where_it_is_whatever_was_declared() -> None:
    """Nothing lets a school declare; the statement does not look either."""
    market = Market(make_world())
    market.line(areas=[GridPoint(HOME_POINT[0] + 90_000, HOME_POINT[1])])
    asked = Asked(GridPoint(*HOME_POINT), 10, 9, "", "day", None, None, frozenset())
    (row,) = lines_for(asked, market.world.category("sen").id)
    assert (row.reasons, row.carers_in) == ((), "")


def test_r4_areas_count_as_they_were_at_publication_or_when_a_line_joined_later() -> None:
    world = make_world()
    market = Market(world)
    line = market.line(category="foster", kind="fostering_agency", placement_kinds=["foster-5-10"])
    place = Establishment.objects.get(pk=Line.objects.get(pk=line).establishment_id)
    away = GridPoint(HOME_POINT[0] + 90_000, HOME_POINT[1])
    beyond_walls(declare)(place, [away], market.bid_manager, AT + timedelta(days=2))
    asked = Asked(GridPoint(*HOME_POINT), 10, 9, "", "foster-5-10", None, None, frozenset())

    def too_far(published: datetime | None) -> bool:
        (row,) = lines_for(replace(asked, areas_at=published), world.category("foster").id)
        return bool(row.reasons)

    assert not too_far(AT + timedelta(days=1))
    assert too_far(AT + timedelta(days=2))
    assert too_far(None)
    beyond_walls(Line.objects.filter(pk=line).update)(accredited_at=AT + timedelta(days=3))
    assert too_far(AT + timedelta(days=1)), "it joined with them"


def test_r4_edge_of_the_limit_is_inside_and_one_metre_more_is_not() -> None:
    world = make_world()
    officer = world.people["partner_officer"]
    market = Market(world)
    inside = market.line(easting=HOME_POINT[0] + 16093)  # 9.99978 miles
    outside = market.line(easting=HOME_POINT[0] + 16094)  # 10.00041 miles
    with audit.transaction_as(officer):
        picture = eligibility_of(actor=officer, referral_id=write_referral(world, officer, radius=10))
    assert [row.line_id for row in picture.eligible] == [inside]
    assert [(row.line_id, row.reasons) for row in picture.others] == [(outside, ("too_far",))]
    assert (picture.next_radius, picture.wider_adds, picture.too_few) == (15, 1, True)


def test_r4_one_step_wider_adds_only_those_kept_out_by_distance_alone() -> None:
    world = make_world()
    officer = world.people["partner_officer"]
    market = Market(world)
    for step in range(4):
        market.line(easting=HOME_POINT[0] + 20_000 + step)
    market.line(easting=HOME_POINT[0] + 20_000, age_to=6)
    with audit.transaction_as(officer):
        referral = write_referral(world, officer, radius=10)
        before = eligibility_of(actor=officer, referral_id=referral)
        assert (len(before.eligible), before.wider_adds) == (0, 4)
        assert before.counts == {"too_far": 5, "age": 1}
        assert sum(alone_too_far(row.reasons) for row in before.others) == 4
        change_limit(actor=officer, referral_id=referral, radius_miles=15, at=AT)
        assert len(eligibility_of(actor=officer, referral_id=referral).eligible) == 4


def test_r5_needs_never_exclude_and_gender_filters_only_when_declared() -> None:
    world = make_world()
    officer = world.people["partner_officer"]
    market = Market(world)
    boys = market.line(takes="boys")
    with audit.transaction_as(officer):
        unsaid = eligibility_of(actor=officer, referral_id=write_referral(world, officer))
        girl = eligibility_of(actor=officer, referral_id=write_referral(world, officer, gender="girl"))
    assert [row.line_id for row in unsaid.eligible] == [boys]
    assert [row.reasons for row in girl.others] == [("gender",)]


def test_r4_statements_do_not_grow_with_the_market() -> None:
    world = make_world()
    officer = world.people["partner_officer"]
    market = Market(world)
    market.line()
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
        with CaptureQueriesContext(connection) as few:
            eligibility_of(actor=officer, referral_id=referral)
        for _ in range(20):
            market.line()
        with CaptureQueriesContext(connection) as many:
            assert len(eligibility_of(actor=officer, referral_id=referral).eligible) == 21
    assert len(many) == len(few) <= 8


def test_x1_another_councils_referral_is_not_there() -> None:
    world = make_world()
    officer = world.people["partner_officer"]
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
    stranger = world.people["officer"]
    with audit.transaction_as(stranger), pytest.raises(NotThere):
        eligibility_of(actor=stranger, referral_id=referral)


def test_q8_a_line_above_one_councils_own_cap_is_not_invited_by_that_council_alone() -> None:
    world = make_world()
    document = read_seed("sen")
    document["caps"] = [{"placement_kind": "day", "council": "E10000030", "weekly": 1000}]
    publish_category_version(actor=SYSTEM, document=document, at=AT)
    market = Market(world)
    dear = market.line(core_costs={"core-staffing": Decimal("1000.01")})
    edge = market.line(core_costs={"core-staffing": Decimal(1000)}, easting=HOME_POINT[0] + 2000)
    surrey, west_sussex = world.people["partner_officer"], person(world.lead_id, "Ann Lowe", "placement_officer")
    with audit.transaction_as(surrey):
        picture = eligibility_of(actor=surrey, referral_id=write_referral(world, surrey))
    assert [row.line_id for row in picture.eligible] == [edge]
    assert [(row.line_id, row.reasons) for row in picture.others] == [(dear, ("above_own_cap",))]
    with audit.transaction_as(west_sussex):
        picture = eligibility_of(actor=west_sussex, referral_id=write_referral(world, west_sussex))
    assert [row.line_id for row in picture.eligible] == [dear, edge]


def test_q8_a_common_cap_of_the_kind_of_place_stands_before_the_common_cap_of_the_category() -> None:
    world = make_world()
    document = read_seed("sen")
    document["caps"] = [{"placement_kind": "day", "weekly": 900}]
    publish_category_version(actor=SYSTEM, document=document, at=AT)
    market = Market(world)
    line = market.line(core_costs={"core-staffing": Decimal("900.01")})
    surrey = world.people["partner_officer"]
    with audit.transaction_as(surrey):
        picture = eligibility_of(actor=surrey, referral_id=write_referral(world, surrey))
    assert [(row.line_id, row.reasons) for row in picture.others] == [(line, ("above_cap",))]
