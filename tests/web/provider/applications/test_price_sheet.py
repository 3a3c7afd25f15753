"""Q7: prices of all lines go out and come in by spreadsheet; whatever is in it, each fault is one clear sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.categories import categories
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.dps.qualification.rules.price_sheet import Cell, SheetRow, _amount
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.provider.applications.workbook import FORMAT, MARK, read_workbook
from tests.dps.qualification.joining import Applicant, make_applicant
from tests.dps.qualification.richer import richer_document
from tests.dps.world import AT, World, make_world
from tests.web.provider.applications.test_pages_of_joining import _line, at, signed_in, text

SHEET = "Special educational needs"


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    world = make_world()
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    return world


@pytest.fixture
def applicant(world: World) -> Applicant:
    applicant = make_applicant()
    _line(world, applicant)
    return applicant


def template(client: Client, applicant: Applicant) -> Workbook:
    answer = client.get(at("applications:workbook", applicant.application_id))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    return load_workbook(BytesIO(answer.content))


def column(sheet: Any, code: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == code)


def uploaded(client: Client, applicant: Applicant, book: Workbook | bytes, name: str = "prices.xlsx") -> Any:
    content = book
    if isinstance(book, Workbook):
        stream = BytesIO()
        book.save(stream)
        content = stream.getvalue()
    assert isinstance(content, bytes)
    return client.post(
        at("applications:price_sheet", applicant.application_id), {"upload": SimpleUploadedFile(name, content)}
    )


def school(applicant: Applicant) -> Any:
    row = application_of(applicant.manager, applicant.application_id, AT)
    return next(line for line in row.lines if line.line.category_code == "sen")


def test_what_is_filled_in_is_checked_then_taken_q7(applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    assert "Download the workbook" in text(client.get(at("applications:price_sheet", applicant.application_id)))
    book = template(client, applicant)
    sheet = book[SHEET]
    assert sheet.protection.sheet
    assert sheet.cell(2, 2).protection.locked
    assert not sheet.cell(3, column(sheet, "cost.premises")).protection.locked
    sheet.cell(3, column(sheet, "cost.premises")).value = 120.1  # a float, as Excel keeps it
    sheet.cell(3, column(sheet, "price.speech")).value = "£61.50"
    sheet.cell(3, column(sheet, "children.sibling.1")).value = 2
    sheet.cell(3, column(sheet, "percent.sibling.1")).value = 7.25
    check = text(uploaded(client, applicant, book))
    assert "Premises: no price → £120.10" in check
    assert "Speech and language therapy: no price → £61.50" in check
    assert "Discounts: none → 7.25 % from 2 (sibling)" in check
    assert school(applicant).costs == {}, "nothing is saved by checking"
    checked = re.search(r'name="checked" value="([^"]+)"', check)
    assert checked
    address = at("applications:price_sheet", applicant.application_id)
    assert "are taken from the workbook" in text(client.post(address, {"checked": checked[1]}, follow=True))
    line = school(applicant)
    assert (line.costs, line.prices) == ({"premises": Decimal("120.10")}, {"speech": Decimal("61.50")})
    (step,) = line.discounts
    assert (step.kind, step.from_children, step.percent) == ("sibling", 2, Decimal("7.25"))
    assert "Nothing to take" in text(uploaded(client, applicant, template(client, applicant))), "the same file twice"
    assert "more than an hour old" in text(client.post(address, {"checked": "forged"}, follow=True))


def _set(code: str, value: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet.cell(3, column(sheet, code)).value = value

    return change


def _merge(sheet: Any) -> None:
    sheet.merge_cells("C3:D3")


def _foreign(sheet: Any) -> None:
    sheet.cell(3, 1).value = str(uuid4())


def _twice(sheet: Any) -> None:
    for number in range(1, sheet.max_column + 1):
        sheet.cell(4, number).value = sheet.cell(3, number).value


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("cost.premises", "about 100"), "row 3, column"),
        (_set("cost.premises", "about 100"), "figures only"),
        (_set("cost.premises", "=1+1"), "There is a formula here"),
        (_set("cost.premises", -1), "£0 or more"),
        (_set("cost.premises", 1.005), "whole pence"),
        (_set("cost.premises", 10**9), "or less"),
        (_set("cost.premises", True), "something else where a number belongs"),
        (_set("cost.premises", date(2026, 1, 1)), "something else where a number belongs"),
        (_set("cost.boarding-year", 5), "does not offer that"),
        (_set("children.sibling.1", 2), "A discount needs both"),
        (_set("children.sibling.1", "--2"), "There is text where a number belongs"),
        (_set("percent.sibling.1", "5-"), "There is text where a number belongs"),
        (_merge, "merged cells (C3:D3)"),
        (_foreign, "of no place of this application"),
        (_twice, "stands in two rows"),
    ],
)
def test_each_fault_is_named_by_sheet_row_and_column_q7(
    applicant: Applicant, change: Callable[[Any], None], words: str
) -> None:
    client = signed_in(applicant.manager)
    book = template(client, applicant)
    change(book[SHEET])
    page = text(uploaded(client, applicant, book))
    assert words in page
    assert f"{SHEET}" in page


def test_good_rows_are_taken_beside_a_bad_one_q7(applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    book = template(client, applicant)
    _set("cost.premises", "dear")(book[SHEET])
    other = book["Residential care"]
    code = next(cell.value for cell in other[1] if str(cell.value).startswith("cost."))
    _set(code, 80)(other)
    check = text(uploaded(client, applicant, book))
    assert "1 fault" in check
    assert "Take the rows without faults" in check
    checked = re.search(r'name="checked" value="([^"]+)"', check)
    assert checked
    client.post(at("applications:price_sheet", applicant.application_id), {"checked": checked[1]})
    assert school(applicant).costs == {}
    row = application_of(applicant.manager, applicant.application_id, AT)
    home = next(line for line in row.lines if line.line.category_code == "residential")
    assert list(home.costs.values()) == [Decimal("80.00")]


def test_five_thousand_rows_and_wrong_files_are_refused_q7(applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    book = template(client, applicant)
    for _ in range(5000):
        book[SHEET].append([str(uuid4()), "x", 1])
    assert "more than 1,000 rows" in text(uploaded(client, applicant, book))
    assert "not the workbook of this application" in text(uploaded(client, applicant, Workbook()))
    rival = make_applicant("07000002")
    theirs = template(client, applicant)
    rival_client = signed_in(rival.manager)
    assert rival_client.get(at("applications:workbook", applicant.application_id)).status_code == 404
    assert "not the workbook of this application" in _upload_to(rival, rival_client, theirs)
    assert "must be a" in text(uploaded(client, applicant, b"MZ" * 50, "prices.exe"))
    assert "error" in text(uploaded(client, applicant, b"plainly no workbook"))


def test_the_last_row_of_a_sheet_costs_no_million_rows_q7() -> None:
    """Some spreadsheets write a sheet's last row, though nothing is in it. What is so far below is not read."""
    id_, book = uuid4(), Workbook()
    book.create_sheet(MARK).append([FORMAT, str(id_)])
    for number in range(8):
        sheet = book.create_sheet(f"Sheet {number}")
        sheet.append(["sen", "", "cost.premises"])
        sheet.append(["Do not change", "Place", "Premises"])
        sheet.append(["x", "Rowan Bank School", 5])
        sheet.cell(1_048_576, 1, "x")
    stream = BytesIO()
    book.save(stream)
    assert len(read_workbook("prices.xlsx", stream.getvalue(), id_).rows) == 8


def _upload_to(rival: Applicant, client: Client, book: Workbook) -> str:
    sen = next(row.id for row in categories() if row.code == "sen")
    add_line(
        actor=rival.manager,
        application_id=rival.application_id,
        establishment_id=rival.school_id,
        category_id=sen,
        at=AT,
    )
    return text(uploaded(client, rival, book))


def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook_q7(world: World, applicant: Applicant) -> None:
    Establishment.objects.filter(id=applicant.school_id).update(name='=HYPERLINK("http://x")')
    sheet = template(signed_in(applicant.manager), applicant)[SHEET]
    assert sheet.cell(3, 2).data_type == "s"
    assert sheet.cell(3, 2).value.startswith("'=")


@given(st.decimals(0, Decimal("9999999.99"), places=2))
def test_every_amount_survives_the_way_through_a_spreadsheet_q7(amount: Decimal) -> None:
    assert _amount(float(amount)) == amount
    assert _amount(str(amount)) == amount
    assert _amount(f"£{amount:,}") == amount


@given(st.one_of(st.floats(), st.text(max_size=12), st.integers(), st.booleans(), st.none()))
def test_whatever_stands_in_a_cell_is_an_amount_nothing_or_a_sentence_q7(value: Any) -> None:
    row = SheetRow("S", 3, UUID(int=1), {"cost.premises": Cell("C", value)})
    try:
        amount = _amount(row.cells["cost.premises"].value)
    except Refused:
        return
    assert amount is None or (amount >= 0 and amount == round(amount, 2))
