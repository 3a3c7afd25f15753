"""Q1: establishments are found in the registers by URN or name, and one that is taken can be claimed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.claim_establishment import claim_establishment
from fairplace.dps.organisations.models import EstablishmentClaim
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.organisations.queries.register_search import find_in_register, register_entries, register_entry
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.organisations.registers.published import gias, ofsted
from tests.dps.organisations.registers.test_importing import load
from tests.dps.world import AT, make_provider, make_world

pytestmark = pytest.mark.django_db

SCHOOLS = (
    {"URN": "900001", "EstablishmentName": "Alder Bank School"},
    {"URN": "900002", "EstablishmentName": "Alder Bank Primary", "TypeOfEstablishment (name)": "Community school"},
    {"URN": "900003", "EstablishmentName": "St Mary's School", "EstablishmentStatus (code)": "2"},
)
HOME: dict[str, Any] = {
    "name": "Lily House",
    "kind": "childrens_home",
    "postcode": "BN1 1JE",
    "council_area": "Kent",
    "age_from": 8,
    "age_to": 17,
    "placement_kinds": ["full_year"],
    "places": 4,
}


def urns(text: str) -> list[str]:
    return [row.urn for row in find_in_register(text).rows]


@pytest.fixture(autouse=True)
def registers() -> None:
    load("gias", gias(*SCHOOLS))
    load("ofsted", ofsted())


@pytest.mark.parametrize("typed", ["SC900001", "sc 900001", " sc900 001", "SC-900001"])
def test_a_home_is_found_by_its_number_in_any_spelling_q1(typed: str) -> None:
    assert "SC900001" in urns(typed)


def test_a_number_finds_the_school_and_the_home_that_bear_it_q1() -> None:
    assert sorted(urns("900001")) == ["900001", "SC900001"]


def test_words_of_the_name_find_it_in_any_order_and_kinds_that_may_join_stand_first_q1() -> None:
    assert urns("bank ALDER") == ["900001", "900002"]
    assert urns("st mary’s") == ["900003"]
    assert urns("alder willow") == []


def test_a_home_whose_name_is_kept_back_is_found_by_its_number_only_q1() -> None:
    assert urns("REDACTED") == []
    assert urns("children's home") == []
    entry = register_entry("ofsted", "sc900001")
    assert entry is not None
    assert entry.shown_name == "Children's home in Kent"


@pytest.mark.parametrize("text", ["", "  ", "a", "%%%", "___", "\0\0\0\0", "x" * 500])
def test_nothing_and_nonsense_find_nothing_q1(text: str) -> None:
    assert urns(text) == []


def test_more_than_fit_are_said_to_be_more_q1() -> None:
    load("gias", gias(*({"URN": str(920000 + n), "EstablishmentName": f"Oak {n}"} for n in range(25))))
    found = find_in_register("oak")
    assert (len(found.rows), found.more) == (20, True)


def test_what_the_register_found_comes_with_the_place_q1_q4() -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    add_establishment(actor=manager, **HOME, urn="sc 900001", register="ofsted", at=AT)
    (home,) = establishments_of(provider)
    assert home.urn == "SC900001"
    assert (home.rating_framework, home.rating) == ("ofsted-grades", "Good")
    assert home.rated_on is not None
    assert home.rated_on.isoformat() == "2021-05-25"


def test_what_is_typed_in_brings_no_rating_and_is_in_no_register_q1() -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    add_establishment(actor=manager, **HOME, urn="SC999999", register="ofsted", at=AT)
    (home,) = establishments_of(provider)
    assert home.rating == ""
    assert register_entries([home.urn]) == {}


def test_a_place_of_another_provider_is_refused_unnamed_and_can_be_claimed_once_q1() -> None:
    world = make_world()
    _, first, _ = make_provider("Rowan Trust", "07000001")
    _, second, _ = make_provider("Hazel Homes", "07000002")
    add_establishment(actor=first, **HOME, urn="SC900001", at=AT)
    with pytest.raises(Refused, match="Another provider has added") as refused:
        add_establishment(actor=second, **HOME, urn="sc900001", at=AT)
    assert refused.value.field == "urn"
    assert "Rowan" not in refused.value.sentence
    told: dict[str, Any] = {"actor": second, "urn": "SC900001", "lead_id": world.lead_id, "at": AT}
    claim_establishment(words="Bought on 1 October 2026.", **told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_address, body_text FROM outbox_message WHERE key LIKE 'claim:%'")
        letters = cursor.fetchall()
    assert len(letters) == 2  # both procurement officers of the lead
    assert "Hazel Homes" in letters[0][1]
    with pytest.raises(Refused, match="already"):
        claim_establishment(words="Again.", **told)
    with pytest.raises(NotThere):
        claim_establishment(**{**told, "actor": first}, words="Mine.")
    with pytest.raises(DatabaseError), transaction.atomic():
        EstablishmentClaim.objects.update(words="")
