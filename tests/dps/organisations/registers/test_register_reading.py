"""X4: the published registers are read as they really come: every layout, encoding and broken row."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.organisations.rules.register_comparison import compare
from fairplace.dps.organisations.rules.register_facts import RegisterFacts, spelled
from fairplace.dps.organisations.rules.register_file import LARGEST, MOST_LINES, NotTheRegister
from fairplace.dps.organisations.rules.register_reading import Reading, read_register
from tests.conftest import SHARED
from tests.dps.organisations.registers.published import GIAS, OFSTED, as_csv, gias, ofsted, without


def only(reading: Reading) -> RegisterFacts:
    assert reading.bad == ()
    (row,) = reading.rows
    return row


def why_not(register: str, content: bytes) -> str:
    with pytest.raises(NotTheRegister) as refused:
        read_register(register, content)
    return str(refused.value)


def test_a_school_is_read_with_its_facts_and_no_persons_name() -> None:
    row = only(read_register("gias", gias()))
    facts = row.facts
    assert (row.urn, facts["name"], facts["our_kind"]) == ("900001", "Alder Bank School", "independent_special_school")
    assert (facts["age_from"], facts["age_to"], facts["places"], facts["takes"]) == (7, 18, 64, "anyone")
    assert (facts["postcode"], facts["address"]) == ("PO19 1RQ", "1 Invented Lane, Chichester")
    assert (facts["section_41"], facts["owner"], facts["opened_on"]) == (True, "Alder Bank Ltd", date(1999, 9, 1))
    assert row.found is not None
    assert (row.found.judgement, row.found.inspected_on) == ("Good", date(2023, 6, 12))
    assert "Jane" not in repr(row)
    assert "Doe" not in repr(row)


def test_a_school_that_is_also_a_home_keeps_both_numbers() -> None:
    assert only(read_register("gias", gias())).facts["linked_urn"] == "SC900001"
    assert only(read_register("ofsted", ofsted())).facts["linked_urn"] == "900001"


@pytest.mark.parametrize("nothing", ["REDACTED", "Redacted", "NA", "N/A", "n/a", "NULL", "null", "", " ", "..", "-"])
def test_what_stands_for_nothing_is_never_a_value(nothing: str) -> None:
    hidden = dict.fromkeys(("Name", "Address 1", "Town", "Postcode", "Sector", "Places"), nothing)
    row = only(read_register("ofsted", ofsted({**hidden, "Organisation which owns the provider": nothing})))
    assert (row.facts["name"], row.facts["address"], row.facts["postcode"]) == ("", "", "")
    assert (row.facts["sector"], row.facts["owner"], row.facts["places"]) == ("", "", None)


@pytest.mark.parametrize(
    ("event", "judges"),
    [
        ("Full inspection", True),
        ("Full Inspection", True),
        ("Monitoring visit", False),
        ("Monitoring inspection", False),
        ("SC Interim", False),
        ("Interim inspection", False),
        ("Assurance visit", False),
    ],
)
def test_only_a_full_inspection_judges(event: str, judges: bool) -> None:
    row = only(read_register("ofsted", ofsted({"Event type": event})))
    assert (row.found is not None) is judges


# The headings that told it in the lists of those years.
YEARS: list[dict[str, str]] = [
    {
        "Provider URN": "URN",
        "Provider type": "Provision type",
        "Provider status": "Registration status",
        "Provider name": "Name",
        "Event date": "Inspection date",
        "Event type group": "Event type",
        "Local Authority": "Local authority",
        "Overall effectiveness": "Overall experiences and progress of children and young people",
    },
    {
        "URN": "URN",
        "Provision type": "Provision type",
        "Reg Status": "Registration status",
        "Setting Name": "Name",
        "Inspection type": "Event type",
        "Inspection Date": "Inspection date",
        "Local authority": "Local authority",
        "Linked ED URN": "Linked Education URN",
        "Overall effectiveness": "Overall experiences and progress of children and young people",
    },
    {
        "URN": "URN",
        "Provision type": "Provision type",
        "Registration status": "Registration status",
        "Name": "Name",
        "Organisation": "Organisation which owns the provider",
        "Inspection event type": "Event type",
        "Inspection date": "Inspection date",
        "Local authority": "Local authority",
        "Inspection overall experiences and progress of children and young people": (
            "Overall experiences and progress of children and young people"
        ),
    },
    {
        "URN": "URN",
        "Provision type": "Provision type",
        "Registration status": "Registration status",
        "Name": "Name",
        "Latest full inspection event type": "Event type",
        "Latest full inspection date": "Inspection date",
        "Local authority": "Local authority",
        "Overall experiences and progress of children and young people": (
            "Overall experiences and progress of children and young people"
        ),
    },
]


@pytest.mark.parametrize("headings", YEARS)
def test_lists_of_other_years_name_their_columns_otherwise(headings: dict[str, str]) -> None:
    content = as_csv([{heading: OFSTED[name] for heading, name in headings.items()}]).encode()
    row = only(read_register("ofsted", content))
    assert (row.urn, row.facts["status"], row.facts["council_area"]) == ("SC900001", "Active", "Kent")
    assert row.found is not None
    assert (row.found.judgement, row.found.inspected_on) == ("Good", date(2021, 5, 25))


def test_a_list_without_an_overall_grade_keeps_the_judgements_of_parts() -> None:
    content = as_csv([without(OFSTED, "Overall experiences and progress of children and young people")]).encode()
    found = only(read_register("ofsted", content)).found
    assert found is not None
    assert found.judgement == ""
    assert found.judgements == {"How well children are helped and protected": "Outstanding"}


def test_outcomes_of_supported_accommodation_are_kept_in_their_words() -> None:
    outcome = "Consistently strong service delivery"
    changed = {
        "Provision type": "Supported accommodation",
        "Overall experiences and progress of children and young people": outcome,
    }
    row = only(read_register("ofsted", ofsted(changed)))
    assert row.facts["our_kind"] == "supported_accommodation"
    assert row.found is not None
    assert row.found.judgement == outcome


def test_preamble_blank_lines_and_empty_columns_are_passed_over() -> None:
    preamble = 'Children\'s social care - Provider level,,,\r\n"One table, it begins in cell A4.",,\r\n\r\n'
    table = as_csv([OFSTED, {**OFSTED, "URN": "SC900002"}]).replace("\r\n", ",,\r\n")
    reading = read_register("ofsted", f"\ufeff{preamble}{table}\r\n,,,,,,\r\n   \r\n".encode())
    assert [row.urn for row in reading.rows] == ["SC900001", "SC900002"]
    assert [row.line for row in reading.rows] == [5, 6]
    assert reading.read == 2


@given(st.permutations(list(GIAS)), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]))
def test_columns_stand_in_any_order_and_any_of_the_encodings(order: list[str], encoding: str) -> None:
    text = as_csv([{**GIAS, "EstablishmentName": "École d’Été"}], "\t" if "16" in encoding else ",", order)
    row = only(read_register("gias", text.encode(encoding)))
    assert row.facts["name"] == "École d'Été"
    assert row.facts == only(read_register("gias", gias({"EstablishmentName": "École d’Été"}))).facts


def test_a_windows_1252_line_in_a_utf_8_file_costs_nothing() -> None:
    first = as_csv([{**GIAS, "EstablishmentName": "Café"}]).encode()
    second = as_csv([{**GIAS, "URN": "900002", "EstablishmentName": "Crèche"}]).encode("cp1252").split(b"\r\n")[1]
    reading = read_register("gias", first + second + b"\r\n")
    assert [row.facts["name"] for row in reading.rows] == ["Café", "Crèche"]


@given(st.lists(st.integers(min_value=-8, max_value=8), min_size=1, max_size=12))
def test_ragged_rows_are_bad_by_their_line_and_stop_no_other(lengths: list[int]) -> None:
    lines = as_csv([{**GIAS, "URN": str(900001 + number)} for number in range(len(lengths))]).splitlines()
    ragged = [lines[0]]
    for line, more in zip(lines[1:], lengths, strict=True):
        ragged.append(line + ",x" * more if more > 0 else ",".join(line.split(",")[:more] if more else line.split(",")))
    reading = read_register("gias", "\n".join(ragged).encode())
    assert [bad.line for bad in reading.bad] == [at + 2 for at, more in enumerate(lengths) if more]
    assert [row.line for row in reading.rows] == [at + 2 for at, more in enumerate(lengths) if not more]
    assert reading.read == len(lengths)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"OpenDate": "31-02-2020"}, "OpenDate is “31-02-2020”, which is no date."),
        ({"StatutoryLowAge": "seven"}, "StatutoryLowAge is “seven”, which is no number of that kind."),
        ({"SchoolCapacity": "-4"}, "SchoolCapacity is “-4”, which is no number of that kind."),
        ({"URN": ""}, "It has no URN."),
        ({"URN": "=1+1"}, "“=1+1” is no URN of this register."),
        ({"EstablishmentName": ""}, "It has no name."),
        ({"EstablishmentStatus (name)": "", "EstablishmentStatus (code)": ""}, "It has no status."),
        ({"EstablishmentName": "A\x00B"}, "It holds signs that are no text."),
        ({"EstablishmentName": "A" * 301}, "A value is longer than 300 signs."),
        ({"URN": "900001"}, "URN 900001 is on line 2 already; that one was taken."),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_never_stops_the_rest(broken: dict[str, str], says: str) -> None:
    reading = read_register("gias", gias({}, {"URN": "900002", **broken}, {"URN": "900003"}))
    assert [(bad.line, bad.why) for bad in reading.bad] == [(3, says)]
    assert [row.urn for row in reading.rows] == ["900001", "900003"]


@pytest.mark.parametrize(
    "written",
    ["05/03/2024", "05-03-2024", "5/3/2024", "2024-03-05", "05/03/2024 00:00:00", "5 March 2024", "05-Mar-24"],
)
def test_days_are_read_in_every_way_they_are_written(written: str) -> None:
    assert only(read_register("gias", gias({"OpenDate": written}))).facts["opened_on"] == date(2024, 3, 5)


def test_a_cell_with_line_breaks_is_one_row_counted_where_it_begins() -> None:
    reading = read_register("gias", gias({"Street": "1 Lane\nTop floor"}, {"URN": "900002"}, {"URN": "x"}))
    assert [row.line for row in reading.rows] == [2, 4]
    assert [bad.line for bad in reading.bad] == [5]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_alone() -> None:
    lines = as_csv([{**GIAS, "URN": str(900001 + number)} for number in range(5)]).splitlines()
    lines[2] = lines[2].replace("Alder Bank School", '"Alder Bank School')
    reading = read_register("gias", "\r\n".join(lines).encode())
    assert [bad.line for bad in reading.bad] == [3]
    assert [row.urn for row in reading.rows] == ["900001", "900003", "900004", "900005"]


def test_quotation_marks_that_meet_across_rows_cost_each_its_own_line() -> None:
    lines = as_csv([{**GIAS, "URN": str(900001 + number)} for number in range(4)]).splitlines()
    broken = [lines[0], '"' + lines[1], '"' + lines[2], lines[3], lines[4]]
    reading = read_register("gias", "\n".join(broken).encode())
    assert [bad.line for bad in reading.bad] == [2, 3]
    assert [row.urn for row in reading.rows] == ["900003", "900004"]


def test_lines_without_end_are_no_register() -> None:
    assert "lines" in why_not("gias", gias() + b"\n" * (2 * MOST_LINES + 10))


def test_a_line_without_end_costs_that_line_alone() -> None:
    lines = as_csv([GIAS, {**GIAS, "URN": "900002"}, {**GIAS, "URN": "900003"}]).splitlines()
    lines[2] = lines[2] + "x" * 200_000
    reading = read_register("gias", "\n".join(lines).encode())
    assert [(bad.line, bad.why) for bad in reading.bad] == [(3, "It is too long for a row.")]
    assert [row.urn for row in reading.rows] == ["900001", "900003"]


@pytest.mark.parametrize(
    ("code", "word", "shown", "closed"),
    [
        ("1", "Open", "Open", False),
        ("2", "Closed", "Closed", True),
        ("2", "Open", "Closed", True),
        ("1", "Closed", "Closed", True),
        ("3", "Open, but proposed to close", "Open, but proposed to close", False),
        ("", "Closed", "Closed", True),
    ],
)
def test_a_school_is_closed_when_its_code_or_its_word_says_so(code: str, word: str, shown: str, closed: bool) -> None:
    row = only(read_register("gias", gias({"EstablishmentStatus (code)": code, "EstablishmentStatus (name)": word})))
    assert (row.facts["status"], row.closed) == (shown, closed)


@pytest.mark.parametrize(("status", "closed"), [("Active", False), ("Suspended", False), ("Resigned", True)])
def test_a_home_is_closed_when_its_registration_ended(status: str, closed: bool) -> None:
    row = only(read_register("ofsted", ofsted({"Registration status": status})))
    assert (row.closed, row.facts["in_order"]) == (closed, status == "Active")


def _zip(name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def _torn(packed: bytes) -> bytes:
    """With some of what is packed made zeros; the list of its parts as it was."""
    return packed[:60] + bytes(40) + packed[100:]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\r\n \n", "empty"),
        (b"\0" * 5000, "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "Excel"),
        (_zip("[Content_Types].xml", b"<x/>"), "not what its name says"),
        (_zip("content.xml", b"<x/>"), "damaged"),
        (_zip("a.txt", b"x"), "exactly one CSV"),
        (b"PK\x03\x04 broken", "damaged"),
        *((_torn(_zip("edubase.csv", gias(), how)), "damaged") for how in (8, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)),
        (b"<!DOCTYPE html><html>", "web page"),
        (bytes(range(256)) * 40, "no "),
        (b"a,b,c\n1,2,3\n", "no row of its beginning has the headings “URN”, “EstablishmentName”"),
        (ofsted(), "This file is Ofsted's list of social care providers, not"),
    ],
)
def test_what_is_not_the_register_is_refused_in_one_sentence(content: bytes, says: str) -> None:
    assert says in why_not("gias", content)


def test_schools_given_as_social_care_are_refused() -> None:
    assert "This file is Get Information about Schools (GIAS), not" in why_not("ofsted", gias())


def test_ofsteds_list_of_childcare_is_not_its_list_of_social_care() -> None:
    childcare = {**OFSTED, "Provider early years register flag": "Y"}
    assert "childcare" in why_not("ofsted", as_csv([childcare]).encode())


def test_the_zip_in_which_schools_are_handed_out_is_read() -> None:
    assert only(read_register("gias", _zip("edubasealldata20261126.csv", gias()))).urn == "900001"


def test_a_zip_bomb_is_refused() -> None:
    bomb = _zip("edubase.csv", gias() + b" " * (LARGEST + 10))
    assert len(bomb) < 1_000_000
    assert "larger than" in why_not("gias", bomb)


@pytest.mark.parametrize("typed", ["SC900001", "sc900001", " SC 900 001 ", "sc-900001"])
def test_a_urn_has_one_spelling(typed: str) -> None:
    assert spelled(typed) == "SC900001"


def test_an_inspection_and_a_later_visit_in_one_list_are_one_home_with_its_judgement() -> None:
    """Lists of a year's inspections have a row for each, in no order."""
    visit = {"Event type": "Monitoring inspection", "Inspection date": "30/11/2021"}
    grade = "Overall experiences and progress of children and young people"
    for rows in ([visit, {}], [{}, visit]):
        reading = read_register("ofsted", ofsted(*({grade: "", **row} if row else {} for row in rows)))
        assert reading.bad == ()
        found = compare(reading, {})
        assert (found.counts.read, found.counts.new, found.counts.unchanged) == (2, 1, 1)
        assert found.new["SC900001"]["judgement"] == "Good"


@pytest.mark.parametrize(
    ("on", "grade", "stands"), [("01/02/2020", "Inadequate", "Good"), ("01/02/2023", "Inadequate", "Inadequate")]
)
def test_an_older_inspection_never_replaces_a_newer_judgement(on: str, grade: str, stands: str) -> None:
    held = dict(compare(read_register("ofsted", ofsted()), {}).new)
    heading = "Overall experiences and progress of children and young people"
    later = compare(read_register("ofsted", ofsted({"Inspection date": on, heading: grade})), held)
    assert {**held["SC900001"], **later.changed.get("SC900001", {})}["judgement"] == stands


def test_an_abolished_grade_goes_only_with_a_later_inspection() -> None:
    held = dict(compare(read_register("gias", gias()), {}).new)
    same = without(GIAS, "OfstedRating (name)")
    assert compare(read_register("gias", as_csv([same]).encode()), held).counts.unchanged == 1
    later = compare(read_register("gias", as_csv([{**same, "OfstedLastInsp": "01-02-2026"}]).encode()), held)
    assert later.changes["900001"]["judgement"] == ("Good", "")


def test_a_column_that_a_layout_lacks_changes_nothing_but_an_empty_cell_does() -> None:
    held = dict(compare(read_register("gias", gias()), {}).new)
    assert compare(read_register("gias", as_csv([without(GIAS, "PropsName")]).encode()), held).changed == {}
    assert compare(read_register("gias", gias({"PropsName": ""})), held).changes["900001"] == {
        "owner": ("Alder Bank Ltd", "")
    }


@pytest.mark.shared_folder
@pytest.mark.parametrize(
    ("register", "file", "read", "bad", "closed"),
    [
        ("gias", "gias/dfe_gias_full-column-layout_synthetic.csv", 60, 0, 10),
        ("gias", "gias/gias_real_rows_full_columns_sample.csv", 19, 10, 1),  # ten rows of another layout below
        ("ofsted", "ofsted/sample_for_developers_sc_providers.csv", 53, 0, 0),
    ],
)
def test_the_samples_load(register: str, file: str, read: int, bad: int, closed: int) -> None:
    reading = read_register(register, (SHARED / "data" / file).read_bytes())
    counts = compare(reading, {}).counts
    assert (counts.read, len(counts.bad), counts.closed) == (read, bad, closed)
    assert counts.read == counts.new + counts.changed + counts.unchanged + len(counts.bad)
    told = " ".join(str(row) for row in reading.rows)
    assert "REDACTED" not in told.upper()
