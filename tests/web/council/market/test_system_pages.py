"""P1, P2, P4: the system's pages, read by every council of the notice and changed by its lead alone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.market.actions.record_referral import record_referral
from fairplace.dps.market.queries.system_page import system_page
from fairplace.dps.market.queries.the_system import partners, systems, the_system
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.models import Person
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from tests.dps.market.test_partners import make_second
from tests.dps.world import AT, World, make_provider, make_world, person

WRITTEN = ("change_period", "end_system", "add_council", "add_category")


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"council:market:{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def last_day(day: date) -> dict[str, str]:
    return {"ends_on_day": str(day.day), "ends_on_month": str(day.month), "ends_on_year": str(day.year)}


def sen(world: World) -> UUID:
    return world.category("sen").id


def test_the_page_says_which_law_until_when_and_why_the_period_is_frozen_p2(world: World) -> None:
    officer = signed_in(world.people["officer"])
    shown = text(officer.get(at("system", world.system_id)))
    assert "Light-touch pseudo-dynamic purchasing system" in shown
    assert "23 February 2029" in shown
    assert "It can no longer be extended, shortened or ended early" in shown
    assert "SI 2024/716, regulation 5(4)(b)" in shown
    assert at("change_period", world.system_id) not in shown
    assert "E10000030" in shown
    rules = text(officer.get(at("rules", world.system_id)))
    assert "Providers pay nothing" in rules
    assert "Our careful reading" in rules
    grounds = text(officer.get(at("grounds", world.system_id)))
    assert "25 grounds" in grounds
    assert "Counts for 3 years from the event (regulation 57(12))." in grounds


def test_partners_read_and_only_the_lead_changes_p1(world: World) -> None:
    reader = signed_in(world.people["partner_officer"])
    shown = text(reader.get(at("system", world.system_id)))
    assert "West Sussex County Council leads, and makes changes." in shown
    assert at("add_council", world.system_id) not in shown
    for name in WRITTEN:
        assert reader.get(at(name, world.system_id)).status_code == 404
    assert reader.get(at("change_entry", world.system_id, sen(world))).status_code == 404


def test_outsiders_find_nothing_p1(world: World) -> None:
    essex = register_organisation(
        actor=SYSTEM, kind="council", name="Essex County Council", ons_code="E10000012", at=AT
    )
    _, bidder, _ = make_provider("Hazel House", "99912345")
    for stranger in (person(essex, "Lydia Kemble", "procurement_officer"), bidder):
        for name in ("system", "rules", "grounds", *WRITTEN):
            assert signed_in(stranger).get(at(name, world.system_id)).status_code == 404


def test_a_frozen_period_is_refused_on_the_page_and_nothing_typed_is_lost_p2(world: World) -> None:
    """By the address alone: no link leads there."""
    officer = signed_in(world.people["officer"])
    said = {**last_day(date(2028, 1, 31)), "because": "We want to stop", "notice_reference": "2026/S 1"}
    for name in ("change_period", "end_system"):
        shown = text(officer.post(at(name, world.system_id), said))
        assert "There is a problem" in shown
        assert "SI 2024/716, regulation 5(4)(b)" in shown
        assert "We want to stop" in shown
        assert 'value="2028"' in shown
    assert the_system().ends_on == date(2029, 2, 23)


def test_the_second_system_shows_the_other_law_and_its_period_is_changed_with_a_notice_p2(world: World) -> None:
    second = make_second(world)
    officer = signed_in(world.people["officer"])
    listed = text(officer.get(at("systems")))
    assert listed.index("In use") < listed.index("Set up, not used for referrals")
    address = at("change_period", second)
    without = text(officer.post(address, {**last_day(date(2030, 6, 30)), "because": "Shorter", "notice_reference": ""}))
    assert "Publish the corrected tender notice (UK4), and enter its reference" in without
    too_long = {**last_day(date(2034, 7, 1)), "because": "Longer", "notice_reference": "2026/S 000-9"}
    assert "The last day can be 30 June 2034 at the latest" in text(officer.post(address, too_long))
    done = officer.post(
        address, {**last_day(date(2030, 6, 30)), "because": "Shorter", "notice_reference": "2026/S 000-9"}, follow=True
    )
    shown = text(done)
    assert "The last day is now 30 June 2030." in shown
    assert "Period shortened to 30 June 2030" in shown
    assert "2026/S 000-9" in shown
    assert [row.ends_on for row in systems()] == [date(2029, 2, 23), date(2030, 6, 30)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ends_on_day": "31", "ends_on_month": "2", "ends_on_year": "2030"}, "must be a real date"),
        ({"ends_on_day": "", "ends_on_month": "", "ends_on_year": ""}, "Enter the new last day"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2026"}, "cannot lie in the past"),
    ],
)
def test_days_that_are_none_are_said_beside_their_field_p2(world: World, typed: dict[str, str], says: str) -> None:
    second = make_second(world)
    officer = signed_in(world.people["officer"])
    said = {**typed, "because": "x", "notice_reference": "y"}
    assert says in text(officer.post(at("change_period", second), said))


def test_entry_is_narrowed_and_opened_again_by_page_p4(world: World) -> None:
    officer = signed_in(world.people["officer"])
    address = at("change_entry", world.system_id, sen(world))
    first = text(officer.get(address))
    assert "Close it for a time" not in first  # the regime keeps entry open
    said = {
        "what": "evaluate",
        "evaluate_until_day": "31",
        "evaluate_until_month": "12",
        "evaluate_until_year": "2026",
        "because": "Many applications at once",
    }
    done = text(officer.post(address, said, follow=True))
    assert "Open, no referrals yet" in done
    assert "no referral is sent out before then" in done
    assert "Many applications at once" in done
    early = {**said, "evaluate_until_year": "2020"}
    assert "must be in the future" in text(officer.post(address, early))
    opened = text(officer.post(address, {"what": "open", "because": "All decided"}, follow=True))
    assert "Special educational needs: open again" in opened


def test_after_the_first_referral_nothing_can_be_changed_and_the_page_says_why_p4(world: World) -> None:
    record_referral(category_version_id=world.category("sen").version_id, at=AT)
    officer = signed_in(world.people["officer"])
    address = at("change_entry", world.system_id, sen(world))
    shown = text(officer.get(address))
    assert "Why it stays open" in text(officer.get(at("system", world.system_id)))
    assert "Nothing can be changed." in shown
    assert "PCR regulations 34(18) and 76(7)" in shown
    assert "Entry cannot be closed" in shown
    assert officer.post(address, {"what": "close", "because": "x"}).status_code == 200


def test_an_open_framework_is_closed_by_page_and_reopens_on_time_p4(world: World) -> None:
    second = make_second(world)
    officer = signed_in(world.people["officer"])
    framework = system_page(world.people["officer"], second, AT)
    address = at("change_entry", second, framework.categories[0].id)
    assert "It must open again on 30 June 2029 or earlier." in text(officer.get(address))
    said = {
        "what": "close",
        "close_until_day": "1",
        "close_until_month": "7",
        "close_until_year": "2029",
        "because": "Re-letting",
    }
    assert "It must open again on 30 June 2029 or earlier" in text(officer.post(address, said))
    done = text(officer.post(address, {**said, "close_until_year": "2028"}, follow=True))
    assert "It opens again on 2 July 2028." in done


def test_a_council_is_added_by_its_ons_code_with_the_notice_p1(world: World) -> None:
    register_organisation(actor=SYSTEM, kind="council", name="Essex County Council", ons_code="E10000012", at=AT)
    officer = signed_in(world.people["officer"])
    address = at("add_council", world.system_id)
    assert "To add one later you must first publish a modification notice." in text(officer.get(address))
    said = {"ons_code": "E10000012", "standing": "associate", "because": "Essex asked", "notice_reference": ""}
    assert "Publish the modification notice, and enter its reference" in text(officer.post(address, said))
    unknown = {**said, "ons_code": "E10000099", "notice_reference": "2026/S 7"}
    assert "No council with the code E10000099" in text(officer.post(address, unknown))
    done = text(officer.post(address, {**said, "notice_reference": "2026/S 000-7"}, follow=True))
    assert "Essex County Council added as associate" in done
    assert [row.name for row in partners()][1] == "Essex County Council"


def test_a_category_is_added_with_the_notice_p1(world: World) -> None:
    officer = signed_in(world.people["officer"])
    said = {"name": "Short breaks", "code": "short-breaks", "because": "Asked for", "notice_reference": "2026/S 000-8"}
    done = text(officer.post(at("add_category", world.system_id), said, follow=True))
    assert "Category Short breaks added" in done
    again = text(officer.post(at("add_category", world.system_id), said))
    assert "There is a category with the code short-breaks already." in again


def test_statements_do_not_grow_with_councils_and_categories(world: World, django_assert_max_num_queries: Any) -> None:
    officer = signed_in(world.people["officer"])
    officer.get(at("system", world.system_id))
    with django_assert_max_num_queries(12):
        officer.get(at("system", world.system_id))
