"""Every rule of the evaluation record, each refused with its path (command contract); nothing crashes it."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fairplace.dps.competitions.rules import record_reading
from fairplace.dps.competitions.rules.faults import RecordRefused
from fairplace.dps.competitions.rules.record_reading import read_record, record_from_json
from fairplace.dps.competitions.rules.scoring import evaluate
from tests.dps.competitions.rules.record_making import Record, small_record

Change = Callable[[Record], object]
SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "reference" / "evaluation-record.schema.json"


def faults_of(text: bytes) -> list[str]:
    try:
        read_record(text)
    except RecordRefused as refused:
        return [str(fault) for fault in refused.faults]
    return []


def faults_after(change: Change) -> list[str]:
    record = small_record()
    change(record)
    return faults_of(json.dumps(record).encode())


def put(path: str, value: object) -> Change:
    """A change of one place, such as put("bids.0.miles", "12")."""

    def change(record: Record) -> None:
        *way, last = path.split(".")
        place: Any = record
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value

    return change


def drop(path: str) -> Change:
    def change(record: Record) -> None:
        *way, last = path.split(".")
        place: Any = record
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        del place[last]

    return change


def both(*changes: Change) -> Change:
    return lambda record: [change(record) for change in changes]


def weigh(price: str, quality: str) -> Change:
    return both(
        put("referral.price_weight", price),
        put("referral.quality_weight", quality),
        put("referral.criteria.0.weight", price),
    )


def test_small_record_is_sound() -> None:
    assert faults_of(json.dumps(small_record()).encode()) == []


RULES: list[tuple[str, Change, str, str]] = [
    ("price weight 29", weigh("29", "71"), "referral.price_weight", "from 30 to 70; it is 29"),
    ("price weight 71", weigh("71", "29"), "referral.price_weight", "from 30 to 70; it is 71"),
    ("sum 99", weigh("40", "59"), "referral.quality_weight", "they add up to 99"),
    (
        "two prices",
        lambda r: r["referral"]["criteria"].append({"code": "p2", "kind": "price", "weight": "40"}),
        "referral.criteria",
        "there are 2",
    ),
    ("no price", lambda r: r["referral"]["criteria"].pop(0), "referral.criteria", "there are 0"),
    (
        "price criterion's weight",
        put("referral.criteria.0.weight", "41"),
        "referral.criteria[0].weight",
        "must weigh the price weight, 40",
    ),
    ("other weights", put("referral.criteria.2.weight", "9.7"), "referral.criteria", "they add up to 59.9"),
    (
        "competency above 20",
        both(put("referral.criteria.5.weight", "20.01"), put("referral.criteria.4.weight", "4.99")),
        "referral.criteria",
        "at most 20; it is 20.01",
    ),
    (
        "competency above 20 in two criteria",
        both(
            put("referral.criteria.4", {"code": "c2", "kind": "competency", "weight": "5"}),
        ),
        "referral.criteria",
        "at most 20; it is 25",
    ),
    (
        "floor at ceiling",
        put("referral.price_formula", {"kind": "absolute", "floor": "900", "ceiling": "900.00"}),
        "referral.price_formula",
        "below its ceiling",
    ),
    (
        "no ceiling",
        put("referral.price_formula", {"kind": "absolute", "floor": "900"}),
        "referral.price_formula",
        "floor and a ceiling",
    ),
    (
        "a penny above carried",
        put("bids.0.core_costs.0.bid", "1000.01"),
        "bids[0].core_costs[0].bid",
        "above the 1,000.00 carried over; it is 1,000.01",
    ),
    ("bid ids", put("bids.1.id", "A"), "bids[1].id", 'Another bid has the id "A"'),
    (
        "criterion codes",
        put("referral.criteria.3.code", "needs"),
        "referral.criteria[3].code",
        "more than once",
    ),
    ("need codes", put("referral.needs.1.code", "signing"), "referral.needs[1].code", "more than once"),
    (
        "feature codes",
        lambda r: r["referral"]["features"].append({"code": "garden", "marks": "1"}),
        "referral.features[1].code",
        "more than once",
    ),
    ("need ticked twice", put("bids.0.needs_met", ["signing"] * 2), "bids[0].needs_met[1]", "more than once"),
    (
        "feature ticked twice",
        put("bids.0.features_met", ["garden"] * 2),
        "bids[0].features_met[1]",
        "more than once",
    ),
    ("unknown need", put("bids.0.needs_met.0", "x"), "bids[0].needs_met[0]", 'no need "x"'),
    ("unknown feature", put("bids.0.features_met.0", "x"), "bids[0].features_met[0]", 'no feature "x"'),
    (
        "unknown priced need",
        put("bids.0.priced_needs.0.code", "x"),
        "bids[0].priced_needs[0].code",
        'no need "x"',
    ),
    (
        "priced, not ticked",
        put("bids.0.needs_met", ["therapy"]),
        "bids[0].priced_needs[0].code",
        "priced but not ticked",
    ),
    (
        "mark for no statement",
        put("bids.0.statement_marks.zzz", "1"),
        "bids[0].statement_marks.zzz",
        'no statement criterion "zzz"',
    ),
    ("discount", put("bids.0.discount_percent", "100.5"), "bids[0].discount_percent", "from 0 to 100"),
    ("competency score", put("bids.0.competency_score", "101"), "bids[0].competency_score", "from 0 to 100"),
    ("no top mark", drop("referral.criteria.1.top_mark"), "referral.criteria[1].top_mark", "above 0"),
    ("top mark 0", put("referral.criteria.1.top_mark", "0"), "referral.criteria[1].top_mark", "above 0"),
    (
        "no mark",
        drop("bids.1.statement_marks.outcomes"),
        "bids[1].statement_marks.outcomes",
        "is missing",
    ),
    (
        "mark above top",
        put("bids.1.statement_marks.outcomes", "5.01"),
        "bids[1].statement_marks.outcomes",
        "from 0 to 5; it is 5.01",
    ),
    (
        "nothing to share",
        both(put("referral.features", []), put("bids.0.features_met", [])),
        "referral.criteria[3].weight",
        "marks above 0",
    ),
    (
        "needs without marks",
        both(put("referral.needs.0.marks", "0"), put("referral.needs.1.marks", "0.00")),
        "referral.criteria[2].weight",
        "marks above 0",
    ),
    ("free", put("bids.1.discount_percent", "100"), "bids[1]", "above 0.00"),
    ("under half a penny", put("bids.1.core_costs.0.bid", "0.004"), "bids[1]", "above 0.00"),
    ("no price at all", put("bids.1.core_costs", []), "bids[1]", "above 0.00"),
]


@pytest.mark.parametrize(("change", "path", "words"), [rule[1:] for rule in RULES], ids=[r[0] for r in RULES])
def test_contract_rule_beyond_the_schema(change: Change, path: str, words: str) -> None:
    faults = faults_after(change)
    assert any(fault.startswith(f"{path}: ") and words in fault for fault in faults), faults


SHAPES: list[tuple[Change, str, str]] = [
    (put("format", "other"), "format", "fairplace-evaluation-record"),
    (put("version", 2), "version", "must be 1"),
    (put("version", True), "version", "must be 1"),
    (put("extra", 1), "extra", "no such field"),
    (drop("bids"), "bids", "missing"),
    (put("bids", []), "bids", "at least one bid"),
    (put("bids", {}), "bids", "must be a list"),
    (put("bids.0", 7), "bids[0]", "must be an object"),
    (put("bids.0.miles", 12.5), "bids[0].miles", "decimal number as text"),
    (put("bids.0.miles", "-1"), "bids[0].miles", 'not "-1"'),
    (put("bids.0.miles", "1e3"), "bids[0].miles", "decimal number"),
    (put("bids.0.miles", "1\n"), "bids[0].miles", 'not "1\\n"'),
    (put("bids.0.miles", "٣"), "bids[0].miles", "decimal number"),
    (put("bids.0.miles", "9" * 10_001), "bids[0].miles", "10,000 digits"),
    (put("bids.0.miles", None), "bids[0].miles", "decimal number"),
    (put("bids.0.excluded_because", ""), "bids[0].excluded_because", "not be empty"),
    (put("bids.0.needs_met.0", 3), "bids[0].needs_met[0]", "must be text"),
    (put("bids.0.statement_marks", []), "bids[0].statement_marks", "must be an object"),
    (put("bids.0.statement_marks.odd key", 1), 'bids[0].statement_marks["odd key"]', "decimal number"),
    (put("referral.criteria", []), "referral.criteria", "at least one criterion"),
    (put("referral.criteria.0.kind", "speed"), "referral.criteria[0].kind", "one of price, statement"),
    (put("referral.criteria.0.kind", []), "referral.criteria[0].kind", "one of price, statement"),
    (put("referral.needs.0.essential", "yes"), "referral.needs[0].essential", "true or false"),
    (put("referral.family_choice", "5"), "referral.family_choice", "must be an object"),
    (put("referral.family_choice.most_bidders", 2.5), "referral.family_choice.most_bidders", "whole number"),
    (put("referral.family_choice.most_bidders", True), "referral.family_choice.most_bidders", "whole number"),
    (put("referral.family_choice.margin", 5), "referral.family_choice.margin", "decimal number"),
    (put("referral.price_formula", {"kind": "both"}), "referral.price_formula.kind", "relative, absolute"),
]


@pytest.mark.parametrize(("change", "path", "words"), SHAPES)
def test_contract_schema_fault(change: Change, path: str, words: str) -> None:
    faults = faults_after(change)
    assert any(fault.startswith(f"{path}: ") and words in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "nothing here"),
        (b" \n", "nothing here"),
        (b"{", "not JSON"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"\x80", "not UTF-8 text (byte 1)"),
        (b'{"version": NaN}', "NaN"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"bids":' * 50_000, "nested too deeply"),
        (b"null", "must be an object"),
        (b"[]", "must be an object"),
        (b"1e999999999999999999999", "must be an object"),
        (b'{"version": ' + b"9" * 6_000 + b"}", "version: This must be 1."),
        (b'{"version": 1e999999999999999999999}', "version: This must be 1."),
        (b'{"version": 1, "version": 1}', "version: This key stands here more than once."),
    ],
)
def test_contract_bad_file_is_refused_in_words(text: bytes, words: str) -> None:
    faults = faults_of(text)
    assert any(words in fault for fault in faults), faults
    assert all("\n" not in fault for fault in faults)


def test_contract_repeated_keys_are_named_where_they_stand() -> None:
    text = json.dumps(small_record()).replace('"miles": "12.5"', '"miles": "12.5", "miles": "1"')
    assert faults_of(text.encode()) == ["bids[0].miles: This key stands here more than once."]
    text = json.dumps(small_record()).replace('{"outcomes": "4"}', '{"outcomes": "4", "outcomes": "5"}')
    assert faults_of(text.encode()) == ["bids[0].statement_marks.outcomes: This key stands here more than once."]


def test_contract_a_discount_above_100_is_one_fault_and_not_also_a_price_of_nothing() -> None:
    record = small_record()
    record["bids"][0]["discount_percent"] = "100.5"
    with pytest.raises(RecordRefused) as refused:
        record_from_json(record)
    assert [fault.path for fault in refused.value.faults] == ["bids[0].discount_percent"]


def test_contract_every_fault_is_told_at_once() -> None:
    faults = faults_after(
        both(
            weigh("29", "71"),
            put("bids.0.miles", None),
            put("bids.1.competency_score", "200"),
        )
    )
    assert [fault.partition(":")[0] for fault in faults] == [
        "referral.price_weight",
        "referral.criteria",
        "bids[0].miles",
        "bids[1].competency_score",
    ]


def test_contract_a_fault_stays_on_one_line_whatever_a_name_holds() -> None:
    [fault] = faults_after(put("bids.0.needs_met", ["signing", "a\nb\u2028c\ud800"]))
    assert fault.splitlines() == [fault]
    assert fault.encode()


def test_contract_accepts_what_the_schema_leaves_open() -> None:
    record = small_record()
    del record["referral"]["family_choice"]
    record["version"] = 1.0
    record["referral"]["criteria"][0]["top_mark"] = "5"  # of no meaning outside a statement, but allowed
    record["bids"][0]["id"] = ""
    record["bids"][0]["core_costs"] *= 2  # one heading twice: two children
    record["bids"][0]["priced_needs"] *= 2
    text = b"\xef\xbb\xbf" + json.dumps(record).encode()
    choice = read_record(text).referral.family_choice
    assert choice is not None
    assert (choice.margin, choice.most_bidders) == (Decimal(5), 3)


def test_contract_numbers_of_thousands_of_digits_are_exact() -> None:
    record = small_record()
    huge = "9" * 6_000 + ".5"
    record["bids"][0]["core_costs"][0] |= {"carried": huge, "bid": huge}
    read = record_from_json(record)
    assert read.as_json()["bids"][0]["core_costs"][0]["bid"] == huge + "0"  # type: ignore[index]


# Agreement with the schema


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, member in inner for place in places(member, (*path, key)))]


PLACES = [place for place in places(small_record()) if place]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "0", "1", "007", "1.", ".5", "1.50", "+1", "-1", " 1", "1e3", "absolute", "needs"]),
    st.text(max_size=5),
    st.lists(st.one_of(st.text(max_size=3), st.integers()), max_size=2),
    st.dictionaries(st.sampled_from(["kind", "floor", "margin", "code", "x"]), st.just("5"), max_size=2),
)


@st.composite
def changed_records(draw: st.DrawFn) -> Record:
    record = small_record()
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(PLACES))
        place: Any = record
        try:
            for step in way:
                place = place[step]
            if not isinstance(place, dict | list):
                continue
            match draw(st.integers(0, 2)):
                case 0:
                    del place[last]
                case 1:
                    place[last] = draw(VALUES)
                case _ if isinstance(place, dict):
                    place[draw(st.sampled_from(["top_mark", "essential", "price_formula", "x"]))] = draw(VALUES)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    return record


@settings(max_examples=600)
@given(record=changed_records())
def test_contract_shape_agrees_with_the_schema(record: Record) -> None:
    schema = SCHEMA.read_text().replace("(\\\\.[0-9]+)?$", "(\\\\.[0-9]+)?\\\\Z")  # Python's $ lets "1\n" pass
    assert "\\\\Z" in schema
    with pytest.MonkeyPatch.context() as patch:
        for rule in ("referral_faults", "bid_faults", "bids_faults"):
            patch.setattr(record_reading, rule, lambda *_: [])
        ours = not faults_of(json.dumps(record).encode())
    assert ours == Draft202012Validator(json.loads(schema)).is_valid(record)


@settings(max_examples=300)
@given(record=changed_records())
def test_contract_changed_records_are_scored_or_refused(record: Record) -> None:
    text = json.dumps(record).encode()
    if not faults_of(text):
        assert len(evaluate(read_record(text)).scorecards) == len(record["bids"])


@settings(max_examples=200)
@given(text=st.binary(max_size=60))
def test_contract_any_bytes_are_refused_in_words(text: bytes) -> None:
    assert faults_of(text)
