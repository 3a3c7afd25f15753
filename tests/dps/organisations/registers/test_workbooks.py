"""X4: a register published as a workbook is read as its CSV is, row by row, and a workbook that means harm is not."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from fairplace.dps.organisations.rules.register_file import LARGEST, NotTheRegister
from fairplace.dps.organisations.rules.register_reading import check_register, read_register
from fairplace.dps.organisations.rules.register_workbook import WIDEST, sheets_of
from tests.dps.organisations.registers.published import GIAS, OFSTED, gias, ofsted

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)
_A_MILLION = '<table:table-row table:number-rows-repeated="999999">'
Rows = list[list[Any]]


def table(content: bytes) -> Rows:
    return list(csv.reader(io.StringIO(content.decode())))


def xlsx(*sheets: Rows) -> bytes:
    book = Workbook()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(*sheets: str, packed: int = zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    tables = "".join(f'<table:table table:name="S{at}">{rows}</table:table>' for at, rows in enumerate(sheets))
    text = f"<office:document-content {_NAMES}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{text}</office:body></office:document-content>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def ods_rows(rows: Rows) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods_cell(value: Any) -> str:
    if isinstance(value, date):
        said = f'office:value-type="date" office:date-value={quoteattr(value.isoformat())}'
        return f"<table:table-cell {said}><text:p>some day</text:p></table:table-cell>"
    if isinstance(value, int):
        said = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {said}><text:p>{value:,}</text:p></table:table-cell>"
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(value).splitlines())
    return f"<table:table-cell>{paragraphs}</table:table-cell>"


COVER = [["Social care providers"], [], ["Source: Ofsted"]]


def test_a_workbook_says_what_its_csv_says_x4() -> None:
    for register, content in (("gias", gias()), ("ofsted", ofsted())):
        rows = table(content)
        plain = read_register(register, content).rows[0].facts
        for workbook in (xlsx(COVER, rows), ods(ods_rows(COVER), ods_rows(rows))):
            check_register(register, workbook)
            (row,) = read_register(register, workbook).rows
            assert row.facts == plain


def test_days_and_figures_are_read_by_their_value_not_by_how_they_are_shown_x4() -> None:
    midnight = datetime(2021, 2, 11)  # noqa: DTZ001 - as a workbook has it
    typed: dict[str, Any] = {
        **OFSTED,
        "Places": 4,
        "Inspection date": date(2021, 5, 25),
        "Registration date": midnight,
        "Name": "Two\nlines",
    }
    rows = [list(typed), list(typed.values())]
    plain = read_register("ofsted", ofsted({"Name": "Two lines"})).rows[0]
    for workbook in (xlsx(rows), ods(ods_rows(rows))):
        (row,) = read_register("ofsted", workbook).rows
        assert row.facts == plain.facts
        assert row.found == plain.found
        assert row.line == 2, "a line is a row of the sheet"


def test_empty_cells_and_rows_are_counted_and_not_written_x4() -> None:
    """LibreOffice fills a sheet to its end: sixteen thousand columns, a million rows."""
    rest = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = ods_rows(table(gias())).replace("</table:table-row>", f"{rest}</table:table-row>")
    end = f'<table:table-row table:number-rows-repeated="1048000">{rest}</table:table-row>'
    (sheet,) = sheets_of(ods(rows + end)) or []
    assert len(sheet) == 2
    (row,) = read_register("gias", ods(rows + end)).rows
    assert row.urn == "900001"


def test_a_table_of_millions_of_cells_is_not_built_x4() -> None:
    cell = '<table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell>'
    huge = f'<table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row>'
    (sheet,) = sheets_of(ods(huge), most=100) or []
    assert len(sheet) == 100
    assert len(next(csv.reader(sheet))) == WIDEST
    far = Workbook()
    far.worksheets[0].cell(1_000_000, 16_000, "x")
    out = io.BytesIO()
    far.save(out)
    assert all(not line.strip(",\n") for sheet in sheets_of(out.getvalue(), most=100) or [] for line in sheet)


def test_a_wide_row_said_to_come_a_million_times_is_refused_before_it_is_written_out_x4() -> None:
    """Two thousand bytes asked for gigabytes, and for minutes of whoever read them."""
    wide = ods_rows([[*GIAS, *("x" * 20 for _ in range(400))]])
    tracemalloc.start()
    with pytest.raises(NotTheRegister, match="far more than any register"):
        read_register("gias", ods(wide, wide.replace("<table:table-row>", _A_MILLION)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5 * LARGEST


def test_sheets_of_a_million_rows_each_are_refused_x4() -> None:
    row = ods_rows([["x"]]).replace("<table:table-row>", _A_MILLION)
    with pytest.raises(NotTheRegister, match="far more than any register"):
        read_register("gias", ods(row, row))


def test_a_row_far_below_the_list_costs_no_cells_and_no_gap_x4() -> None:
    """A format on the last row of a sheet is nothing; a value there is a bad row on its own line."""
    for value, bad in ((None, []), ("x", [200_000])):
        book = Workbook()
        sheet = book.worksheets[0]
        for row in table(gias()):
            sheet.append(row)
        sheet.cell(200_000, 1, value).font = Font(bold=True)
        out = io.BytesIO()
        book.save(out)
        (lines,) = sheets_of(out.getvalue()) or []
        assert len(lines) == (bad[0] if bad else 2)
        reading = read_register("gias", out.getvalue())
        assert [row.urn for row in reading.rows] == ["900001"]
        assert [each.line for each in reading.bad] == bad


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (xlsx(COVER), "no row of its beginning has the headings"),
        (
            xlsx(COVER, [list(OFSTED), list(OFSTED.values())]),
            "This file is Ofsted's list of social care providers, not",
        ),
        (ods(ods_rows([[" "]]) + "<table:"), "damaged"),
        (ods("", Basic__script_xml=b"<x/>"), "macro"),
        (ods("", Object__embedded=b"PK\x03\x04 another"), "another file inside"),
        (ods("x" * 70_000_000), "unpacks to far more than its size"),
        (xlsx(COVER)[:2000], "damaged"),
    ],
)
def test_what_is_not_the_register_or_means_harm_is_refused_in_one_sentence_x4(content: bytes, says: str) -> None:
    with pytest.raises(NotTheRegister) as refused:
        read_register("gias", content)
    assert says in str(refused.value)


def test_an_entity_is_never_expanded_x4() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", doctype + b"<x>&a;</x>")
    with pytest.raises(NotTheRegister, match="damaged"):
        read_register("gias", out.getvalue())


def test_headings_of_every_sheet_are_looked_for_and_the_first_that_has_them_is_read_x4() -> None:
    rows = [list(GIAS), list(GIAS.values())]
    again = [list(GIAS), list({**GIAS, "URN": "900002"}.values())]
    assert [row.urn for row in read_register("gias", xlsx(COVER, rows, again)).rows] == ["900001"]
