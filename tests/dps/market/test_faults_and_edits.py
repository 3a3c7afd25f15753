"""P3, P8: a draft says everything that is wrong with it at once, and is changed one thing at a time."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.rules.category_content import PARTS, read_content, typed_content
from fairplace.dps.market.rules.content_faults import faults_of
from fairplace.dps.market.rules.differences import differences, key_of
from fairplace.dps.market.rules.edits import (
    AddThing,
    ChangeThing,
    MoveThing,
    RemoveThing,
    SetFields,
    SetWeights,
    edited,
)
from fairplace.dps.market.rules.personal_details import personal_details
from fairplace.dps.market.seeds import CODES, read_seed
from fairplace.foundations.kernel.refused import NotThere, Refused

SEN: dict[str, Any] = read_seed("sen")


@pytest.mark.parametrize("code", CODES)
def test_the_categories_of_the_notice_have_no_fault_p3(code: str) -> None:
    assert faults_of(read_content(read_seed(code))) == []


def test_every_fault_is_listed_at_once_with_where_it_is_p8() -> None:
    document = deepcopy(SEN)
    document["criteria"] = [{**one, "weight": 50} if one.get("weight") else one for one in document["criteria"]]
    document["questions"][0]["why"] = ""
    document["questions"][1]["criterion"] = "gone"
    document["headings"][0]["name"] = ""
    document["price_weight"] = 90
    document["caps"] = [{"weekly": 0}, {"weekly": 10, "placement_kind": "night"}]
    paths = {fault.path for fault in faults_of(typed_content(document))}
    assert paths >= {
        ("criteria",),
        ("questions", document["questions"][0]["code"], "why"),
        ("questions", document["questions"][1]["code"], "criterion"),
        ("headings", document["headings"][0]["code"], "name"),
        ("referrals", "", "price_weight"),
        ("caps", "/", "weekly"),
        ("caps", "/night", "placement_kind"),
    }
    with pytest.raises(Refused, match="belongs to no criterion"):
        read_content(document)


def test_a_scored_statement_says_its_words_and_marks_q5() -> None:
    document = deepcopy(SEN)
    statement = next(q for q in document["questions"] if q["kind"] == "statement")
    for field in ("most_words", "top_mark", "mark_meanings"):
        del statement[field]
    fields = {fault.path[2] for fault in faults_of(typed_content(document))}
    assert fields == {"most_words", "top_mark", "mark_meanings"}


def test_a_thing_is_added_changed_moved_and_removed_p8() -> None:
    added = edited(SEN, AddThing("needs", {"name": "Sensory room!", "marks": Decimal("1.5"), "hint": ""}))
    new = added["needs"][-1]
    assert new == {"code": "sensory-room", "name": "Sensory room!", "marks": "1.5"}
    again = edited(added, AddThing("needs", {"name": "Sensory room", "marks": Decimal(1)}))
    assert again["needs"][-1]["code"] == "sensory-room-2"
    changed = edited(added, ChangeThing("needs", "sensory-room", {"marks": Decimal(2)}))
    assert changed["needs"][-1]["marks"] == 2
    moved = edited(changed, MoveThing("needs", "sensory-room", -1))
    assert moved["needs"][-2]["code"] == "sensory-room"
    first = SEN["needs"][0]["code"]
    assert edited(SEN, MoveThing("needs", first, -1)) == SEN
    removed = edited(moved, RemoveThing("needs", "sensory-room"))
    assert removed == SEN
    with pytest.raises(NotThere):
        edited(removed, RemoveThing("needs", "sensory-room"))


def test_one_cap_for_each_council_and_kind_of_placement_q8() -> None:
    once = edited(SEN, AddThing("caps", {"weekly": Decimal(2000), "placement_kind": "day", "council": "E10000030"}))
    with pytest.raises(Refused, match="already"):
        edited(once, AddThing("caps", {"weekly": Decimal(1), "placement_kind": "day", "council": "E10000030"}))
    assert typed_content(once).cap_for("day", "E10000030") == Decimal(2000)


def test_weights_of_criteria_are_set_together_q4() -> None:
    told = {"workforce": Decimal(40), "outcomes-framework": Decimal(60), "contract-management": Decimal(0)}
    made = edited(SEN, SetWeights("criteria", "weight", told))
    weights = {one.code: one.weight for one in read_content(made).criteria if one.weight}
    assert weights == {"workforce": Decimal(40), "outcomes-framework": Decimal(60)}


@pytest.mark.parametrize("part", [part for part in PARTS if SEN.get(part)])
def test_saving_a_thing_as_it_is_changes_nothing_p3(part: str) -> None:
    content = typed_content(SEN)
    for thing, typed in zip(SEN[part], getattr(content, part), strict=True):
        values = {name: getattr(typed, name) for name in type(typed).__slots__ if name != "code"}
        key = key_of(part, thing)
        assert key is not None
        assert differences(SEN, edited(SEN, ChangeThing(part, key, values))) == []


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(-3, 3)), max_size=8))
def test_moving_loses_and_adds_nothing(moves: list[tuple[int, int]]) -> None:
    document = SEN
    for place, by in moves:
        document = edited(document, MoveThing("features", SEN["features"][place]["code"], by))
    assert sorted(one["code"] for one in document["features"]) == sorted(one["code"] for one in SEN["features"])


def test_fields_of_the_document_and_of_the_statement_are_set() -> None:
    made = edited(SEN, SetFields("about", {"description": "New words.", "cap": None}))
    assert made["description"] == "New words."
    assert read_content(made).cap is None
    made = edited(SEN, SetFields("statement", {"most_words": 700}))
    statement = read_content(made).statement
    assert statement is not None
    assert statement.most_words == 700


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fewer forms, please.", ()),
        ("Write to me at kim@example.org", ("an e-mail address",)),
        ("Ring 01483 404 040 after five", ("a telephone number",)),
        ("Her NHS number is 943 476 5919", ("an NHS number",)),
        ("We live near gu2 7xh", ("a postcode",)),
        ("born 4/11/2014", ("a date, perhaps of birth",)),
        ("A cap of £6,500.00 in 2026 for 12 weeks", ()),
    ],
)
def test_signs_of_a_childs_identity_are_found_p9(text: str, found: tuple[str, ...]) -> None:
    assert personal_details(text) == found


@pytest.mark.parametrize("code", ["alternative", "supported"])
def test_a_category_of_the_short_form_asks_for_a_statement_only_if_it_says_so_r13(code: str) -> None:
    document = deepcopy(read_seed(code))
    assert document["short_form"]
    asked = document["statement"]
    document["statement"] = {**asked, "text": ""}
    without = typed_content(document)
    assert without.statement is None
    assert faults_of(without) == []
    assert not without.most_words("planned")
    document["short_form"] = False
    assert "has no question" in " ".join(fault.sentence for fault in faults_of(typed_content(document)))
