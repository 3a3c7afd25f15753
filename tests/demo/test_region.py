"""The region is invented, believable and sound: data alone, no database."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from fairplace.demo.region import councils, everybody, providers
from fairplace.demo.region.referrals import items_of, referrals
from fairplace.demo.region.words import how_met
from fairplace.demo.telling.categories import first_document
from fairplace.demo.telling.placing import STAGES
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.referrals.rules.privacy import KnownOfChild, privacy_findings
from fairplace.foundations.geography.postcode_directory import PostcodeDirectory
from fairplace.foundations.kernel.grid import GridPoint, record_miles

PARTS = ("story", "own", "family")
PLACES = [place for provider in providers() for place in provider.places]


def test_the_seven_councils_of_the_business_case_have_their_real_codes() -> None:
    """§1: West Sussex leads."""
    assert {council.ons_code for council in councils()} == {
        "E06000043", "E10000011", "E10000012", "E10000016", "E06000035", "E10000030", "E10000032",
    }  # fmt: skip
    assert [council.key for council in councils() if council.standing == "lead"] == ["west-sussex"]


def test_postcodes_are_real() -> None:
    directory = PostcodeDirectory()
    for place in PLACES:
        found = directory.find(place.told["postcode"])
        assert found is not None, place.name
        assert found.point is not None, place.name
    for one in referrals():
        assert directory.find(one.told["child"]["postcode"]) is not None, one.key


def test_numbers_belong_to_nobody() -> None:
    assert all(provider.number.startswith("999") for provider in providers() if provider.number)  # or a sole trader
    assert all(re.fullmatch(r"9\d{5}", place.urn) for place in PLACES)
    assert all(person.email.endswith(".example.invalid") for person in everybody())


def test_keys_names_and_addresses_are_used_once() -> None:
    for found in (
        [person.key for person in everybody()],
        [person.name for person in everybody()],
        [person.email for person in everybody()],
        [place.name for place in PLACES],
        [one.key for one in referrals()],
    ):
        assert [name for name, number in Counter(found).items() if number > 1] == []


def test_there_is_a_referral_at_every_stage() -> None:
    assert {one.stage for one in referrals()} >= set(STAGES)


def test_lines_stand_at_every_state() -> None:
    counted = Counter(place.state for place in PLACES)
    assert counted["accredited"] >= 36
    assert {"draft", "applied", "assessing", "approved", "suspended", "refused"} <= set(counted)


def test_prices_are_within_what_is_paid() -> None:
    """Domain notes, section 6, pounds a week: a home 3,500 to 9,000, a day place 45,000 to 110,000 a year, fostering
    650 to 1,200 (specialist to 1,800), supported accommodation 500 to 2,500, alternative education 60 to 180 a day."""
    usual = {
        "childrens_home": (3_200, 9_000),
        "fostering_agency": (650, 1_800),
        "supported_accommodation": (500, 2_500),
        "alternative_provision": (5 * 60, 5 * 180),
    }
    for place in PLACES:
        if "core" not in place.told:
            continue
        least, most = usual.get(place.told["kind"], (45_000 / 52, 110_000 / 52))
        for carer in place.told.get("carers", {"": 0}).values():
            assert least <= place.told["core"] + carer <= most, place.name


def test_referrals_ask_what_their_category_has_and_bidders_can_answer() -> None:
    """Codes of the category, words for each need, and a place of the right kind for the age, not too far."""
    directory = PostcodeDirectory()
    places = {place.name: place for place in PLACES}
    for one in referrals():
        content = read_content(
            first_document(one.category) if one.told.get("closed", 0) > 430 else read_seed(one.category)
        )
        codes = {("need", item.code) for item in content.needs} | {("feature", item.code) for item in content.features}
        assert one.kind in {kind.code for kind in content.placement_kinds}, one.key
        assert one.told["urgency"] in {time.urgency for time in content.response_times}, one.key
        for child in one.children:
            for kind, code, _ in items_of(child):
                assert (kind, code) in codes, (one.key, code)
                if kind == "need":
                    how_met(one.category, code, 0)
        home = _point(directory, one.told["child"]["postcode"])
        for name in [*(bid.place for bid in one.bids), *one.cannot]:
            told = places[name].told
            assert one.kind in told["kinds"], (one.key, name)
            assert told["ages"][0] <= one.told["child"]["age"] <= told["ages"][1], (one.key, name)
            miles = record_miles(home, _point(directory, told["postcode"]))
            assert miles <= one.told["radius"], (one.key, name)


def _point(directory: PostcodeDirectory, postcode: str) -> GridPoint:
    found = directory.find(postcode)
    assert found is not None
    assert found.point is not None
    return found.point


def test_stories_do_not_say_who_the_child_is() -> None:
    for one in referrals():
        told = one.told
        if "story" not in told:
            continue
        texts = {f"{part}@{number}": child[part] for number, child in enumerate(one.children) for part in PARTS}
        texts |= {outcome["part"]: outcome["hoped"] + outcome["step"] for outcome in told["outcomes"]}
        called = [child.get("child", child) for child in one.children]
        names = [*(child[name] for child in called for name in ("name", "called")), told["relative"]["name"]]
        found = privacy_findings(texts, KnownOfChild(names=tuple(filter(None, names))))
        assert not found, one.key


@pytest.mark.shared_folder
def test_no_place_or_provider_bears_a_real_name() -> None:
    """A demo that showed a real home as suspended could harm it."""
    shared = Path(__file__).resolve().parents[3] / "shared" / "data"
    real: set[str] = set()
    for file in [*shared.glob("gias/*.csv"), *shared.glob("ofsted/*.csv")]:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as rows:
            real |= {" ".join(cell.lower().split()) for row in csv.reader(rows) for cell in row}
    invented = {
        name.lower() for provider in providers() for name in (provider.name, *(p.name for p in provider.places))
    }
    assert not invented & real
