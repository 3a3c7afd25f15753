"""P1 (§4.3): councils and categories are fixed in the notice; one more demands a modification notice."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from fairplace.dps.market.actions.add_to_notice import add_category, add_partner
from fairplace.dps.market.actions.establish_system import establish_system
from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.models import Notice, Partner
from fairplace.dps.market.queries.categories import categories
from fairplace.dps.market.queries.system_page import system_page, systems_of
from fairplace.dps.market.queries.the_system import partners, the_system
from fairplace.dps.market.queries.timetable import timetable
from fairplace.dps.market.seeds import CODES, read_seed
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.world import AT, World, make_provider, make_world, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    register_organisation(actor=SYSTEM, kind="council", name="Kent County Council", ons_code="E10000016", at=AT)
    return make_world()


def make_second(world: World) -> UUID:
    return establish_system(
        actor=SYSTEM,
        name="Placements framework 2026",
        regime="pa23-light-touch-open-framework",
        lead_id=world.lead_id,
        partners={world.partner_id: "partner"},
        begins_on=date(2026, 7, 1),
        ends_on=date(2034, 6, 30),
        terms_version="2026.1",
        notice_reference="2026/S 000-000001",
        at=AT,
    )


def add(world: World, **changes: object) -> None:
    told = {
        "actor": world.people["officer"],
        "system_id": world.system_id,
        "ons_code": "E10000016",
        "standing": "associate",
        "because": "Kent asked to join",
        "notice_reference": "2026/S 000-000321",
        "at": AT,
    }
    add_partner(**(told | changes))  # type: ignore[arg-type]


def test_a_council_is_added_with_the_modification_notice_p1(world: World) -> None:
    add(world, ons_code=" e10000016 ")
    assert [(row.name, row.standing) for row in partners()] == [
        ("West Sussex County Council", "lead"),
        ("Kent County Council", "associate"),
        ("Surrey County Council", "partner"),
    ]
    notice = Notice.objects.get()
    assert (notice.act, notice.title, notice.about) == (
        "modify",
        "Modification notice",
        "Kent County Council added as associate",
    )


def test_adding_a_council_later_demands_a_modification_notice_and_says_so_p1(world: World) -> None:
    with pytest.raises(Refused, match="Publish a modification notice before a council or category") as refused:
        add(world, notice_reference="")
    assert refused.value.field == "notice_reference"
    assert Partner.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"ons_code": "KENT"}, "ons_code", "a letter and eight digits"),
        ({"ons_code": "E10000099"}, "ons_code", "No council with the code E10000099 uses Fairplace"),
        ({"ons_code": "E10000030"}, "ons_code", "Surrey County Council is in the notice already: partner"),
        ({"ons_code": "E10000032"}, "ons_code", "in the notice already: lead contracting authority"),
        ({"standing": "lead"}, "standing", "partner or associate"),
        ({"because": " "}, "because", "Say why"),
    ],
)
def test_what_cannot_be_added_is_said_beside_its_field_p1(
    world: World, changes: dict[str, object], field: str, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        add(world, **changes)
    assert refused.value.field == field
    assert not Notice.objects.exists()


def test_a_category_that_the_notice_does_not_name_is_added_first_p1(world: World) -> None:
    document = {**read_seed("foster"), "code": "short-breaks", "name": "Short breaks"}
    officer = world.people["officer"]
    with pytest.raises(Refused, match="does not name the category “Short breaks”"):
        publish_category_version(actor=officer, document=document, at=AT)
    told = {"system_id": world.system_id, "code": "short-breaks", "name": "Short breaks", "because": "Asked for"}
    with pytest.raises(Refused, match="Publish a modification notice"):
        add_category(actor=officer, notice_reference="", at=AT, **told)  # type: ignore[arg-type]
    add_category(actor=officer, notice_reference="2026/S 000-000322", at=AT, **told)  # type: ignore[arg-type]
    publish_category_version(actor=officer, document=document, at=AT)
    assert [row.code for row in categories()] == [*CODES, "short-breaks"]


@pytest.mark.parametrize(
    ("code", "name", "field"), [("sen", "Again", "code"), ("Ä!", "Odd", "code"), ("short-breaks", "  ", "name")]
)
def test_a_category_is_named_once_and_plainly_p1(world: World, code: str, name: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_category(
            actor=world.people["officer"],
            system_id=world.system_id,
            code=code,
            name=name,
            because="x",
            notice_reference="y",
            at=AT,
        )
    assert refused.value.field == field


def test_only_the_lead_adds_to_its_notice_p1(world: World) -> None:
    with pytest.raises(NotThere):
        add(world, actor=world.people["partner_officer"])


def test_a_dynamic_market_freezes_the_conditions_for_joining_36_7_p2() -> None:
    make_world(regime="pa23-dynamic-market", begins_on=date(2025, 3, 1))
    changed = read_seed("sen")
    changed["criteria"][0]["passes"] = "Something else."
    with pytest.raises(Refused, match=r"during the term \(Procurement Act 2023, section 36\(7\)\(b\)"):
        publish_category_version(actor=SYSTEM, document=changed, at=AT)
    publish_category_version(actor=SYSTEM, document={**read_seed("sen"), "suitable_number": 7}, at=AT)


def test_the_page_is_for_the_councils_of_the_notice_and_the_lead_alone_may_run_it_p1(world: World) -> None:
    at_lead = system_page(world.people["officer"], world.system_id, AT)
    assert (at_lead.may_run, at_lead.worked_in, len(at_lead.categories)) == (True, True, 5)
    assert not system_page(world.people["partner_officer"], world.system_id, AT).may_run
    kent = register_organisation(actor=SYSTEM, kind="council", name="Essex County Council", ons_code="E10000012", at=AT)
    outsider = person(kent, "Lydia Kemble", "procurement_officer")
    _, bidder, _ = make_provider("Hazel House", "99912345")
    for stranger in (outsider, bidder):
        with pytest.raises(NotThere):
            system_page(stranger, world.system_id, AT)
        assert systems_of(stranger) == []


def test_a_second_system_is_read_beside_the_one_worked_in_p2(world: World) -> None:
    second = make_second(world)
    assert the_system().id == world.system_id
    assert [row.code for row in categories()] == list(CODES)
    assert [row.id for row in systems_of(world.people["officer"])] == [world.system_id, second]
    shown = system_page(world.people["officer"], second, AT)
    assert (shown.worked_in, shown.regime.code) == (False, "pa23-light-touch-open-framework")
    assert [row.code for row in shown.categories] == list(CODES)
    assert shown.period.latest == date(2034, 6, 30)
    assert [row.title for row in shown.notices] == ["Tender notice (UK4)"]


def test_timetable_tells_everyone_when_and_how_soon_q13_p4(world: World) -> None:
    told = timetable(AT)
    assert (told.regime.decide_within, told.ends_on) == (10, date(2029, 2, 23))
    assert [(row.code, entry.open) for row, entry in told.entries] == [(code, True) for code in CODES]
