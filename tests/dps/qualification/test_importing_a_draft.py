"""Q12: a file prefills a draft and never admits; what is not known is named, nothing in it is trusted."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.qualification.actions.import_draft import Taken, import_draft
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.queries.application_file import application_file
from fairplace.dps.qualification.queries.line_row import lines_where
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.dps.qualification.rules.incoming_file import read_incoming
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.qualification.joining import Applicant, apply, make_applicant
from tests.dps.qualification.richer import GROUNDS, richer_document
from tests.dps.world import AT, World, make_provider, make_world

CSV = "urn,name,kind,postcode,council_area,age_from,age_to,takes,placement_kinds,places,vacancies,category\n"
ROW = "700001,Elm Lodge School,independent_special_school,GU2 7XH,Surrey,5,16,anyone,day;weekly,30,2,sen\n"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def imported(applicant: Applicant, name: str, content: str | bytes) -> Taken:
    read = read_incoming(name, content.encode() if isinstance(content, str) else content)
    return import_draft(actor=applicant.manager, application_id=applicant.application_id, incoming=read, at=AT)


def test_a_file_of_ones_own_prefills_a_draft_and_nothing_more_q12(world: World) -> None:
    first = make_applicant()
    apply(world, first)
    text = application_file(first.manager, first.application_id)
    other = make_applicant("07000002")
    taken = imported(other, "application.json", text.replace("900001", "900002").replace("800001", "800002"))
    assert (taken.lines, taken.places) == (2, 0)
    row = application_of(other.manager, other.application_id, AT)
    assert {line.state for line in lines_where(provider_id=other.provider_id)} == {"draft"}
    school = next(line for line in row.lines if line.line.category_code == "sen")
    assert school.answers["outcomes-statement"]["text"].startswith("We set a starting point")
    assert school.costs["premises"] == Decimal(100)
    left = {one.question for one in row.left.every}
    exclusions = {question.code for question in row.questions if question.criterion == "exclusions"}
    assert exclusions | {"public-liability", "inspection-rating"} <= left, "asked anew, all of it"
    with pytest.raises(Refused, match="Not ready yet"):
        submit_application(actor=other.manager, application_id=other.application_id, at=AT)


def test_answers_that_were_given_stay_q12(world: World) -> None:
    first = make_applicant()
    apply(world, first)
    text = application_file(first.manager, first.application_id)
    again = start_application(actor=first.manager, at=AT)
    document = json.loads(text)
    document["answers"]["financial-standing"] = {"answer": "no", "explained": "A hard year."}
    first.application_id = again
    imported(first, "a.json", json.dumps(document))
    document["answers"]["financial-standing"] = {"answer": "yes"}
    taken = imported(first, "a.json", json.dumps(document))
    assert application_of(first.manager, again, AT).answers["financial-standing"]["answer"] == "no"
    assert any("already has a place, or an application" in one for one in taken.left_out), "the lines live elsewhere"


def test_another_councils_list_makes_places_and_draft_lines_q12(world: World) -> None:
    applicant = make_applicant()
    taken = imported(applicant, "list.csv", "\ufeff" + CSV.replace("urn,", "grade,urn,") + "A," + ROW)
    assert (taken.lines, taken.places) == (1, 1)
    assert taken.left_out == ["Column “grade”: we do not know it"]
    place = next(row for row in establishments_of(applicant.provider_id) if row.urn == "700001")
    assert (place.name, place.placement_kinds) == ("Elm Lodge School", ("day", "weekly"))
    again = imported(applicant, "list.csv", CSV + ROW)
    assert (again.lines, again.places) == (1, 0), "the same file twice adds nothing"
    assert len(lines_where(provider_id=applicant.provider_id)) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROW.replace("GU2 7XH", "ZZ99 9ZZ"), "Row 2: Enter a real postcode"),
        (ROW.replace(",5,16,", ",five,16,"), "we miss its age from"),
        (ROW.replace(",sen", ",zoo"), "there is no open category “zoo”"),
        ("700001,Elm\n", "it has 2 cells where there are 12 columns"),
        (ROW.replace("independent_special_school", "castle"), "Row 2: "),
    ],
)
def test_a_bad_row_is_named_and_left_out_q12(world: World, rows: str, words: str) -> None:
    applicant = make_applicant()
    taken = imported(applicant, "list.csv", CSV + rows)
    assert taken.lines == 0
    assert any(words in one for one in taken.left_out), taken.left_out


def test_a_place_that_another_provider_has_is_not_taken_over_q12(world: World) -> None:
    rival = make_applicant("07000002")
    imported(rival, "list.csv", CSV + ROW)
    applicant = make_applicant()
    taken = imported(applicant, "list.csv", CSV + ROW)
    assert taken.lines == 0
    assert "Another provider has added the establishment" in taken.left_out[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"", "empty"),
        ("a.json", b"{", "no file of an application"),
        ("a.json", b"[]", "no file of an application"),
        ("a.json", b"[" * 100_000, "no file of an application"),
        ("a.json", b'{"format": "fairplace-application", "version": 9}', "another version"),
        ("a.csv", b"place;kind\n", "name and category is missing"),
        ("a.csv", b"\x80\x81\xff" * 40, "must name the columns"),
        ("a.json", b" " * (2 * 1024 * 1024 + 1), "smaller than 2 MB"),
        ("a.csv", b"name,category\n" + b"x,sen\n" * 301, "more than 300 lines"),
        ("a.csv", b'name,category\n"Elm,sen\n' + b"x,sen\n" * 30_000, "longer than any: look for a quotation mark"),
        ("a.csv", b"name,category\nElm\0Lodge,sen\n", "signs that are no text"),
        ("a.json", b'{"format": "fairplace-application", "version": 1, "x": ["Elm\\u0000"]}', "signs that are no text"),
        ("a.json", b'{"format": "fairplace-application", "version": 1, "a\\ud800": 1}', "signs that are no text"),
    ],
)
def test_a_wrong_file_is_refused_with_one_sentence_q12(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_incoming(name, content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, json_values, json_values)
def test_whatever_the_file_holds_reading_it_ends_well_q12(answers: Any, lines: Any, line: Any) -> None:
    listed = [*lines, line] if isinstance(lines, list) else [line]
    document = {"format": "fairplace-application", "version": 1, "answers": answers, "lines": listed}
    read = read_incoming("a.json", json.dumps(document).encode())
    assert len(read.lines) <= len(listed)
    for one in read.lines:
        assert all(amount >= 0 and amount == round(amount, 2) for amount in (*one.costs.values(), *one.prices.values()))


@pytest.mark.parametrize(
    "line",
    [
        '"discounts": [{"kind": "sibling", "from_children": 1e999, "percent": "5"}]',
        '"discounts": [{"kind": "sibling", "from_children": 2, "percent": "NaN"}]',
        '"discounts": [{"kind": "sibling", "from_children": 2, "percent": "1e999999999"}]',
        '"costs": {"premises": "NaN", "food": "1e999999999"}',
    ],
)
def test_a_figure_that_is_none_is_named_and_the_line_is_taken_q12(world: World, line: str) -> None:
    applicant = make_applicant()
    imported(applicant, "list.csv", CSV + ROW)
    place = '"establishment": {"urn": "700001", "name": "Elm Lodge School"}, "category": "sen"'
    text = f'{{"format": "fairplace-application", "version": 1, "lines": [{{{place}, {line}}}]}}'
    taken = imported(applicant, "a.json", text)
    assert taken.lines == 1
    assert taken.left_out


@pytest.mark.parametrize("field", ["age_from", "age_to", "places", "vacancies"])
@pytest.mark.parametrize("figure", ["1e999", "-1e999", "NaN", "-5", "1" + "0" * 30, '"x"', "[]", "{}", "true"])
def test_a_place_with_a_figure_that_is_none_ends_well_q12(world: World, field: str, figure: str) -> None:
    applicant = make_applicant()
    names = CSV.strip().split(",")
    place = {**dict(zip(names, ROW.strip().split(","), strict=True)), "placement_kinds": ["day"], field: "HERE"}
    line = json.dumps({"establishment": place, "category": place.pop("category")}).replace('"HERE"', figure)
    taken = imported(applicant, "a.json", f'{{"format": "fairplace-application", "version": 1, "lines": [{line}]}}')
    assert taken.lines == 1 or any("Elm Lodge School: " in one for one in taken.left_out)


def test_grounds_are_never_taken_from_a_file_q12(world: World) -> None:
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    applicant = make_applicant()
    document = {
        "format": "fairplace-application", "version": 1, "lines": [],
        "answers": {GROUNDS: {"applies": "none"}, "social": {"text": "A garden."}, "made-up": {"text": "x"}},
    }  # fmt: skip
    taken = imported(applicant, "a.json", json.dumps(document))
    said = application_of(applicant.manager, applicant.application_id, AT).answers
    assert said == {"social": {"text": "A garden."}}
    assert taken.left_out == ["About the provider: “made-up” is not asked"]
    _, stranger, _ = make_provider("Elm Trust", "07000009")
    with pytest.raises(NotThere):
        import_draft(
            actor=stranger,
            application_id=applicant.application_id,
            incoming=read_incoming("a.csv", CSV.encode()),
            at=AT,
        )
