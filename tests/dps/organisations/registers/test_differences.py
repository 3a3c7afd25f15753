"""X4: a place that closes, changes hands or is judged anew in the register stands on the lead authority's list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.claim_establishment import claim_establishment
from fairplace.dps.organisations.actions.import_register import import_register
from fairplace.dps.organisations.actions.look_at_difference import look_at_difference
from fairplace.dps.organisations.queries.register_differences import DifferenceRow, register_differences
from fairplace.dps.organisations.rules.register_differences import Kind, same_organisation
from fairplace.dps.organisations.rules.register_reading import read_register
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.organisations.registers.published import OFSTED, as_csv, ofsted
from tests.dps.organisations.registers.test_finding import HOME
from tests.dps.organisations.registers.test_importing import load
from tests.dps.world import AT, World, make_provider, make_world

LATER = AT + timedelta(days=30)
GRADE = "Overall experiences and progress of children and young people"


@pytest.fixture
def world(db: None) -> World:
    """Invented Homes Ltd runs the one home of the register."""
    world = make_world()
    load("ofsted", ofsted())
    _, manager, _ = make_provider("Invented Homes Limited", "07000001")
    add_establishment(actor=manager, **HOME, urn="SC900001", register="ofsted", at=AT)
    return world


def month_later(**changes: str) -> None:
    content = ofsted(changes)
    reading = read_register("ofsted", content)
    import_register(actor=SYSTEM, reading=reading, file_name="later.csv", content=content, at=LATER)


def rows(world: World) -> list[DifferenceRow]:
    return register_differences(world.people["officer"], world.lead_id)


def only(world: World) -> DifferenceRow:
    (row,) = rows(world)
    return row


def test_where_register_and_system_agree_there_is_nothing(world: World) -> None:
    assert rows(world) == []


def test_a_place_that_went_to_another_owner_is_told_with_the_day_and_who_had_it(world: World) -> None:
    month_later(**{"Organisation which owns the provider": "Bought It Group Ltd"})
    row = only(world)
    assert row.difference.kind is Kind.OWNER
    assert row.difference.register_says == "Run by Bought It Group Ltd, before that by Invented Homes Ltd"
    assert row.difference.since == LATER.date()


@pytest.mark.parametrize(
    ("change", "kind", "says"),
    [
        ({"Registration status": "Cancelled"}, Kind.CLOSED, "Cancelled"),
        ({"Registration status": "Suspended"}, Kind.NOT_IN_ORDER, "Suspended"),
        ({GRADE: "Inadequate", "Inspection date": "01/11/2026"}, Kind.RATING, "Inadequate, 1 November 2026"),
    ],
)
def test_an_ended_or_suspended_registration_and_a_new_judgement(
    world: World, change: dict[str, str], kind: Kind, says: str
) -> None:
    month_later(**change)
    row = only(world)
    assert (row.difference.kind, row.difference.register_says) == (kind, says)
    assert row.difference.kind.to_do


def test_a_place_that_left_the_list_is_told(world: World) -> None:
    month_later(URN="SC900002")
    assert (only(world).difference.kind, only(world).difference.since) == (Kind.MISSING, LATER.date())


def test_requires_improvement_to_be_good_is_requires_improvement(world: World) -> None:
    month_later(**{GRADE: "Requires improvement to be good", "Inspection date": "01/11/2026"})
    _, manager, _ = make_provider("Other Homes", "07000003")
    load("ofsted", ofsted({"URN": "SC900005", GRADE: "Requires improvement to be good"}))
    add_establishment(actor=manager, **{**HOME, "name": "Elm"}, urn="SC900005", register="ofsted", at=AT)
    kinds = {(row.establishment, row.difference.kind) for row in rows(world)}
    assert ("Elm", Kind.RATING) not in kinds
    assert ("Lily House", Kind.RATING) in kinds


def test_what_was_looked_at_is_settled_until_the_register_says_something_else(world: World) -> None:
    month_later(**{"Organisation which owns the provider": "Bought It Group Ltd"})
    given: dict[str, Any] = {
        "actor": world.people["officer"],
        "establishment_id": only(world).establishment_id,
        "code": "owner",
        "lead_id": world.lead_id,
        "at": LATER,
    }
    with pytest.raises(Refused, match="what you found out"):
        look_at_difference(**given, note=" ")
    look_at_difference(**given, note="Parent company, same registration.")
    look = only(world).look
    assert look is not None
    assert (look.by, look.note) == ("Priya Nair", "Parent company, same registration.")
    month_later(**{"Organisation which owns the provider": "A Third Ltd"})
    assert only(world).look is None


def test_another_providers_claim_stands_on_the_list(world: World) -> None:
    _, other, _ = make_provider("Hazel Homes", "07000002")
    claim_establishment(actor=other, urn="SC900001", words="Bought.", lead_id=world.lead_id, at=AT)
    assert only(world).difference.register_says == "Hazel Homes: Bought."


def test_only_the_leads_desk_sees_and_settles_them(world: World) -> None:
    month_later(**{"Registration status": "Cancelled"})
    partner = world.people["partner_officer"]
    with pytest.raises(NotThere):
        register_differences(partner, world.lead_id)
    given: dict[str, Any] = {"establishment_id": only(world).establishment_id, "lead_id": world.lead_id, "at": AT}
    with pytest.raises(NotThere):
        look_at_difference(actor=partner, code="closed", note="x", **given)
    with pytest.raises(NotThere):
        look_at_difference(actor=world.people["officer"], code="owner", note="x", **given)
    with pytest.raises(NotThere):
        look_at_difference(
            actor=world.people["officer"], code="closed", note="x", **{**given, "establishment_id": UUID(int=1)}
        )


def test_of_a_place_that_the_register_tells_of_as_we_do_nothing_more_is_read(db: None) -> None:
    """Of twelve thousand places nearly all are told of as we know them."""
    world = make_world()
    load("ofsted", ofsted())
    month_later(**{"Number of registered places": "9"})
    _, manager, _ = make_provider("INVENTED HOMES LTD", "07000001")
    add_establishment(actor=manager, **HOME, urn="SC900001", register="ofsted", at=AT)
    with CaptureQueriesContext(connection) as captured:
        assert rows(world) == []
    assert len(captured) == 1


def test_statements_do_not_grow_with_differences(world: World) -> None:
    month_later(**{"Registration status": "Cancelled"})

    def statements() -> int:
        before = len(connection.queries_log)
        rows(world)
        return len(connection.queries_log) - before

    connection.force_debug_cursor = True
    try:
        few = statements()
        load("ofsted", ofsted(*({"URN": f"SC9100{n:02}", "Registration status": "Resigned"} for n in range(20))))
        for n in range(20):
            _, manager, _ = make_provider(f"Homes {n}", f"0800000{n:02}")
            add_establishment(actor=manager, **HOME, urn=f"SC9100{n:02}", register="ofsted", at=AT)
        assert len(rows(world)) > 20
        assert statements() == few
    finally:
        connection.force_debug_cursor = False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Invented Homes Ltd", "INVENTED HOMES LIMITED", True),
        ("The Rowan Trust", "Rowan Trust Ltd.", True),
        ("Smith & Sons", "Smith and Sons Limited", True),
        ("Rowan Trust", "Hazel Trust", False),
        ("The Limited Company", "The Limited Company", True),
    ],
)
def test_spellings_of_one_organisation(one: str, other: str, same: bool) -> None:
    assert same_organisation(one, other) is same


def test_the_day_of_closing_is_the_registers_where_it_says_one(world: World) -> None:
    content = as_csv([{**OFSTED, "Registration status": "Closed", "Date closed": "30/09/2026"}]).encode()
    load("ofsted", content)
    assert only(world).difference.since == date(2026, 9, 30)
    assert only(world).difference.register_says == "Closed on 30 September 2026"
