"""P3: a readable difference between versions, and one that can be trusted: applied to the first it gives the second."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.rules.difference_words import changed_parts
from fairplace.dps.market.rules.differences import differences, with_changes
from fairplace.dps.market.seeds import read_seed

PLAIN = st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab ", max_size=3)
CODES = st.sampled_from(["a", "b", "c", "d"])
THINGS = st.dictionaries(st.sampled_from(["name", "marks", "hint", "examples"]), PLAIN | st.lists(PLAIN, max_size=3))
CODED = st.lists(st.builds(lambda code, thing: {"code": code, **thing}, CODES, THINGS), max_size=5)
CAPS = st.lists(
    st.builds(
        lambda council, kind, weekly: {"council": council, "placement_kind": kind, "weekly": weekly},
        st.sampled_from(["", "E1"]),
        st.sampled_from(["", "day"]),
        st.integers(1, 3),
    ),
    max_size=4,
)
TIMES = st.lists(st.builds(lambda code, days: {"urgency": code, "working_days": days}, CODES, PLAIN), max_size=3)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "name": PLAIN,
        "settings": st.lists(PLAIN, max_size=3),
        "statement": st.none() | THINGS,
        "needs": CODED,
        "criteria": CODED,
        "caps": CAPS,
        "response_times": TIMES,
    },
)


@given(DOCUMENTS, DOCUMENTS)
def test_the_differences_applied_to_the_first_document_give_the_second_p3(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    kept = deepcopy(before)
    assert with_changes(before, differences(before, after)) == after
    assert before == kept


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself_p3(document: dict[str, Any]) -> None:
    assert differences(document, deepcopy(document)) == []
    assert changed_parts(document, deepcopy(document)) == []


@given(DOCUMENTS, DOCUMENTS)
def test_any_difference_can_be_put_in_words_p3(before: dict[str, Any], after: dict[str, Any]) -> None:
    for part in changed_parts(before, after):
        assert part.title
        assert part.things


def test_a_change_is_told_by_part_thing_and_field_with_before_and_after_p3() -> None:
    before = read_seed("sen")
    after = deepcopy(before)
    after["cap"] = 7000
    after["needs"][0]["marks"] = 5
    after["questions"][0]["why"] = before["questions"][0]["why"].replace("must", "have to")
    removed = after["features"].pop(0)
    after["features"].insert(2, {"code": "garden", "name": "A garden", "marks": 1})
    after["headings"][0], after["headings"][1] = after["headings"][1], after["headings"][0]
    told = {part.code: part.things for part in changed_parts(before, after)}
    assert set(told) == {"caps", "needs", "questions", "features", "headings"}
    (cap,) = told["caps"]
    assert (cap.fields[0].before, cap.fields[0].after) == ("£6,500.00", "£7,000.00")
    (need,) = told["needs"]
    assert (need.name, need.fields[0].label, need.fields[0].after) == (before["needs"][0]["name"], "Marks", "5")
    assert {(thing.what, thing.name) for thing in told["features"]} == {
        ("removed", removed["name"]), ("added", "A garden"),
    }  # fmt: skip
    (order,) = told["headings"]
    assert order.what == "order"
    assert order.text.startswith("Premises, Assessing")


def test_long_text_is_compared_word_by_word_and_nothing_of_it_is_lost_p3() -> None:
    before = read_seed("sen")
    after = deepcopy(before)
    answer = next(q for q in after["questions"] if q["code"] == "outcomes-statement")
    old = answer["model_answer"]
    answer["model_answer"] = old.replace("first six weeks", "first four weeks")
    ((part),) = changed_parts(before, after)
    pieces = part.things[0].fields[0].pieces
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("removed", "six"), ("added", "four"),
    ]  # fmt: skip
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == answer["model_answer"]
