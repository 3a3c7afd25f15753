"""R1: the privacy check finds what would tell who the child is, and leaves ordinary words alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fairplace.dps.referrals.rules.privacy import (
    UPN_LETTERS,
    Kind,
    KnownOfChild,
    coded_findings,
    is_nhs_number,
    is_upn,
    possible_places,
    privacy_findings,
)
from fairplace.dps.referrals.rules.rarity import ENOUGH, FEWEST, HeldNearby, rare_findings, what_the_check_knows

KNOWN = KnownOfChild(("Amira-Rose O’Neil", "May", "Grace O'Neil"), date(2014, 3, 3))


def found(text: str, known: KnownOfChild = KNOWN) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.excerpt) for finding in privacy_findings({"narrative": text}, known)]


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Today amira-rose is calm.", "amira-rose"),
        ("ROSE likes drawing.", "ROSE"),
        ("O'Neil’s mother", "O'Neil’s"),
        ("We call her May.", "May"),
        ("Amíra sings.", "Amíra"),
    ],
)
def test_r1_finds_names_of_the_childs_own_record(text: str, excerpt: str) -> None:
    assert found(text) == [("name", excerpt)]


def test_r1_leaves_words_that_are_also_names_alone() -> None:
    assert found("She may rise with grace and rose-coloured glasses.") == []


@pytest.mark.parametrize(
    "text", ["3/3/2014", "03.03.14", "2014-03-03", "3rd of March 2014", "March 3, 2014", "3 Mar 2014"]
)
def test_r1_finds_the_date_of_birth_however_written(text: str) -> None:
    assert found(f"The child came on {text} into the world.") == [("date_of_birth", text)]


def test_r1_finds_any_date_called_a_birth_and_no_other() -> None:
    assert found("Born on 4 May 2015 in Hove.") == [("date_of_birth", "4 May 2015")]
    assert found("The plan was reviewed on 4 May 2026.") == []
    assert found("31 February 2014 is no day.") == []


@pytest.mark.parametrize("text", ["GU2 7XH", "gu27xh", "SW1A 1AA"])
def test_r1_finds_full_postcodes_but_not_districts(text: str) -> None:
    assert found(f"They live near {text}.") == [("postcode", text)]
    assert found("They live in GU2.") == []


def test_r1_finds_nhs_numbers_by_their_check_digit() -> None:
    assert found("NHS 943 476 5919.") == [("nhs_number", "943 476 5919")]
    assert found("Ring 943 476 5918.") == []
    assert not is_nhs_number("1234")


def test_r1_finds_upns_by_their_check_letter() -> None:
    digits = "820305812345"
    right = [letter for letter in UPN_LETTERS if is_upn(letter + digits)]
    assert len(right) == 1
    number = right[0] + digits
    assert found(f"UPN {number}") == [("upn", number)]
    wrong = next(letter for letter in UPN_LETTERS if letter != right[0])
    assert found(f"UPN {wrong}{digits}") == []
    assert sum(is_upn(letter + "82030581234A") for letter in UPN_LETTERS) == 1  # a temporary one


@pytest.mark.parametrize(
    "name", ["The Bishop Wand High School", "St Mary's C of E Primary School", "Hill Academy", "Oakleaf Nursery"]
)
def test_r1_finds_names_of_schools(name: str) -> None:
    assert found(f"She went to {name} for a year.") == [("school", name)]


@pytest.mark.parametrize(
    "text", ["He left Primary School early.", "She needs a Special School.", "He is at school.", "The School helps."]
)
def test_r1_leaves_general_words_for_schools_alone(text: str) -> None:
    assert found(text, KnownOfChild()) == []


def test_r1_says_where_and_each_thing_once() -> None:
    texts = {"narrative": "May and May again, GU2 7XH", "outcome_1": "May rides a bike"}
    findings = privacy_findings(texts, KNOWN)
    assert [(one.field, one.kind) for one in findings] == [
        ("narrative", Kind.NAME),
        ("narrative", Kind.POSTCODE),
        ("outcome_1", Kind.NAME),
    ]
    assert "GU2 7XH" in findings[1].sentence


def test_r1_warns_when_the_coded_facts_fit_few_children() -> None:
    assert coded_findings(gender="girl", district="GU2", items=9)
    assert not coded_findings(gender="", district="GU2", items=9)
    assert not coded_findings(gender="girl", district="GU2", items=8)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("She liked The Willows a lot.", "The Willows"),
        ("he was at st. mary's of the sea, then at home", "st. mary's of the sea"),
        ("Then Cedar House Wing. It closed.", "Cedar House Wing"),
    ],
)
def test_r1_finds_names_of_places_that_a_register_has(text: str, excerpt: str) -> None:
    places = {"the willows", "st. mary's of the sea", "cedar house wing", "cedar house"}
    assert places & possible_places([text])
    found_there = privacy_findings({"narrative": text}, KnownOfChild(), places)
    assert [(one.kind, one.excerpt) for one in found_there] == [(Kind.SCHOOL, excerpt)]


def test_r1_two_small_words_and_words_across_a_comma_are_no_name_of_a_place() -> None:
    possible = possible_places(["Under the willows, Cedar, House is quiet"])
    assert not {"the willows", "cedar house", "cedar, house"} & possible


HELD = HeldNearby("GU2", "8 to 10 years", ENOUGH, {"speech": FEWEST, "braille": FEWEST - 1})


def test_r1_a_need_that_few_earlier_referrals_shared_is_rare() -> None:
    needs = {"speech": "Speech therapy", "braille": "Braille", "signing": "Signing"}
    findings = rare_findings(needs, HELD)
    assert [one.kind for one in findings] == [Kind.FEW_CHILDREN] * 2
    assert "Braille" in findings[0].sentence
    assert "Signing" in findings[1].sentence
    assert "unknown to us" in what_the_check_knows(HELD)


def test_r1_with_too_few_referrals_nothing_is_judged_and_that_is_said() -> None:
    few = replace(HELD, referrals=ENOUGH - 1)
    assert rare_findings({"braille": "Braille"}, few) == []
    assert "too few to say" in what_the_check_knows(few)
    of_two = what_the_check_knows(few, replace(few, age_band="5 to 7 years"))
    assert of_two.count("too few to say") == 2
    assert of_two.count("Ask yourself") == 1, "of brothers and sisters the advice is given once"
    assert "once the age" in what_the_check_knows(HeldNearby())
