"""The region is invented, believable and sound: data alone, no database."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from fairplace.demo.region import councils, everybody, providers
from fairplace.demo.region.referrals import referrals
from fairplace.demo.telling.placing import STAGES
from fairplace.dps.referrals.rules.privacy import KnownOfChild, privacy_findings
from fairplace.foundations.geography.postcode_directory import PostcodeDirectory

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


def test_stories_do_not_say_who_the_child_is() -> None:
    for one in referrals():
        told = one.told
        if "story" not in told:
            continue
        texts = {"story": told["story"], "own": told["own"], "family": told["family"]}
        texts |= {outcome["part"]: outcome["hoped"] + outcome["step"] for outcome in told["outcomes"]}
        names = (told["child"]["name"], told["child"]["called"], told["relative"]["name"])
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
